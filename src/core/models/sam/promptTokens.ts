import { FaultError } from '#core/faults.ts';
import type { SlicePrompts } from '#core/models/promptable.ts';
import type { PictureSize } from '#core/models/resize/picture.ts';

/** What SAM's prompt encoder calls its points. */
export const LABEL = { none: -1, negative: 0, positive: 1, topLeft: 2, bottomRight: 3 } as const;

/** One point of a prompt, x and y in pixels of the frame that the decoder wants. */
export interface Token { readonly x: number; readonly y: number; readonly label: number }

/** A stroke is told to models that only know clicks as this many points along it. */
const POINTS_OF_STROKE = 5;

/** Clicks in order, then points along scribbles. A slice pixel's place is scaled, never shifted: the half pixel is the decoder's. */
export function clickTokens(prompts: SlicePrompts, scale: PictureSize): Token[] {
  const strokes = prompts.scribbles.flatMap(({ path, polarity }) => along(path).map((at) => ({ at, polarity })));
  return [...prompts.points, ...strokes].map(({ at, polarity }) => ({ x: at.u * scale.width, y: at.v * scale.height, label: LABEL[polarity] }));
}

function along<T>(path: readonly T[]): T[] {
  const n = Math.min(POINTS_OF_STROKE, path.length);
  return Array.from({ length: n }, (_, k) => path[Math.round(n === 1 ? (path.length - 1) / 2 : (k * (path.length - 1)) / (n - 1))]);
}

/** The two corners of the box, none where there is no box. */
export function cornerTokens({ box }: SlicePrompts, scale: PictureSize): Token[] {
  if (!box) return [];
  return [
    { x: box.uMin * scale.width, y: box.vMin * scale.height, label: LABEL.topLeft },
    { x: box.uMax * scale.width, y: box.vMax * scale.height, label: LABEL.bottomRight },
  ];
}

/** Refuses prompts that say nothing to the model (FaultError 'prompt-not-known'). */
export function needTokens(tokens: readonly Token[], expected: string): void {
  if (tokens.length === 0) throw new FaultError('prompt-not-known', { expected, came: 'none of these on the slice' });
}
