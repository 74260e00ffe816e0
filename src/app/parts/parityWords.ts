import type { Figure, MakerFigure } from '#core/models/golden/parity.ts';
import type { ParityRecord } from '#storage/records.ts';

/** The badge's words: the lowest embedding cosine and the lowest mask IoU of a check. */
export function parityBadge({ figures, holds }: ParityRecord): string {
  const lowest = (part: (figure: Figure) => boolean) => Math.min(...figures.filter(part).map(({ value }) => value));
  const cosine = lowest(({ check }) => check === 'embedding, cosine'), iou = lowest(({ check }) => check.endsWith('IoU'));
  return `${holds ? 'Agrees' : 'Falls short'} · cosine ${share(cosine)} · IoU ${share(iou)}`;
}

/** Rounded down, so that 1 is said of nothing that is below it. */
function share(value: number): string {
  if (!Number.isFinite(value)) return '–';
  return (Math.floor(value * 1e5) / 1e5).toFixed(5);
}

/** A figure as it is compared: shares and cosines to five places, errors to two digits. */
export function figureText({ check, value }: Pick<Figure, 'check' | 'value'>): string {
  return isShare(check) ? share(value) : value === 0 ? '0' : value.toExponential(1);
}

/** The same figure as the model's maker measured it; a dash where the maker did not. */
export function makerText({ check }: Figure, maker: readonly MakerFigure[]): string {
  const found = maker.find((it) => it.check === check);
  return found ? figureText(found) : '–';
}

/** What its maker measured, in a sentence; null where it measured nothing. */
export function makerSentence(maker: readonly MakerFigure[]): string | null {
  if (maker.length === 0) return null;
  const short = maker.filter(({ check, value, limit }) => (isShare(check) ? value < limit : value > limit));
  const where = [...new Set(maker.map(({ device, runtime }) => `${device}, ${runtime}`))].join('; ');
  const held = short.length === 0 ? 'all within their limits' : `of which these fall short: ${short.map(({ check }) => check).join('; ')}`;
  return `Its maker measured ${maker.length} figures (${where}), ${held}.`;
}

function isShare(check: string): boolean {
  return check.endsWith('IoU') || check.endsWith('cosine');
}

/** What the figure is held to. */
export function limitText({ check, limit }: Figure): string {
  return isShare(check) ? `≥ ${limit}` : `≤ ${limit}`;
}

/** On what the check ran, and on what its reference did. */
export function paritySentences({ device, threads, adapter, reason, onnxruntime, reference, maker = [], checkedAt }: ParityRecord): readonly string[] {
  const where = device === 'webgpu' ? `WebGPU on ${adapter}` : `WASM with ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  return [
    `${where}, onnxruntime-web ${onnxruntime}. ${reason}`,
    `Reference: ${Object.entries(reference).map(([name, version]) => `${name} ${version}`).join(', ')}.`,
    ...[makerSentence(maker)].filter((it) => it !== null),
    `Checked ${new Date(checkedAt).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })}.`,
  ];
}

export function milliseconds(value: number): string {
  return value < 10 ? `${value.toFixed(1)} ms` : `${Math.round(value).toLocaleString('en')} ms`;
}
