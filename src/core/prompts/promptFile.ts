import * as v from 'valibot';
import type { Result } from '#core/faults.ts';
import { done, failed } from '#core/faults.ts';
import type { Prompts } from '#core/prompts/promptEdits.ts';

const finite = v.pipe(v.number(), v.finite());
const point = v.object({ u: finite, v: finite });
const polarity = v.picklist(['positive', 'negative']);
const identified = { id: v.pipe(v.string(), v.nonEmpty()), visibility: v.picklist(['shown', 'hidden']) };
const onSlice = { ...identified, plane: v.picklist(['axial', 'coronal', 'sagittal']), index: v.pipe(finite, v.integer(), v.minValue(0)) };
const box = v.pipe(
  v.object({ uMin: finite, vMin: finite, uMax: finite, vMax: finite }),
  v.check((it) => it.uMax >= it.uMin && it.vMax >= it.vMin, 'a box whose maxima are not below its minima'),
);

const FileSchema = v.object({
  format: v.literal('isodice-prompts'),
  version: v.literal(1),
  prompts: v.array(v.variant('kind', [
    v.object({ kind: v.literal('point'), ...onSlice, at: point, polarity }),
    v.object({ kind: v.literal('box'), ...onSlice, box }),
    v.object({ kind: v.literal('scribble'), ...onSlice, path: v.pipe(v.array(point), v.minLength(1)), radiusPx: v.pipe(finite, v.minValue(0)), polarity }),
    v.object({ kind: v.literal('text'), ...identified, text: v.pipe(v.string(), v.nonEmpty()) }),
  ])),
});

/** The prompts as a JSON text that `parsePrompts` reads back. */
export function formatPrompts(prompts: Prompts): string {
  return `${JSON.stringify({ format: 'isodice-prompts', version: 1, prompts }, null, 2)}\n`;
}

/** Faults: prompts-unreadable, when it is not JSON, not ours, or two prompts share an id. */
export function parsePrompts(text: string): Result<Prompts> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return failed('prompts-unreadable', { expected: 'JSON', came: 'text that is not JSON' });
  }
  const parsed = v.safeParse(FileSchema, json);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    return failed('prompts-unreadable', { where: v.getDotPath(issue) ?? 'file', expected: issue.expected ?? issue.message, came: issue.received });
  }
  const { prompts } = parsed.output;
  const ids = new Set(prompts.map(({ id }) => id));
  if (ids.size < prompts.length) return failed('prompts-unreadable', { expected: 'ids that differ', came: `${prompts.length - ids.size} repeated` });
  return done(prompts);
}
