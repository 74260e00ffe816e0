import * as v from 'valibot';
import { attempt, FaultError } from '#core/faults.ts';
import type { Result } from '#core/faults.ts';
import type { OrganMesh } from '#core/errormaps/organMesh.ts';
import { organMesh } from '#core/errormaps/organMesh.ts';
import { BINS } from '#core/errormaps/surfaceBins.ts';

/** Mean shapes of organs, as tools/phantoms/templates.ts writes them: x, y, z in mm of every bin, from the organ's centre. */
const OrganShapes = v.object({
  subjects: v.pipe(v.number(), v.integer(), v.minValue(1)),
  organs: v.record(v.string(), v.object({ topology: v.picklist(['sphere', 'tube']), placesMm: v.pipe(v.array(v.number()), v.length(3 * BINS)) })),
});

export interface MeanShape { readonly mesh: OrganMesh; readonly subjects: number }

let shapes: Promise<v.InferOutput<typeof OrganShapes>> | null = null;

/** The mean shape of an organ; map-no-shape where there is none, file-unreachable, bundle-unreadable. */
export function meanShape(organ: string): Promise<Result<MeanShape>> {
  return attempt(async () => {
    shapes ??= load();
    const { subjects, organs } = await shapes.catch((error: unknown) => { shapes = null; throw error; });
    const shape = organs[organ];
    if (!shape) throw new FaultError('map-no-shape', { where: organ, expected: Object.keys(organs).join(', ') });
    return { mesh: organMesh(shape.placesMm, shape.topology), subjects };
  });
}

async function load(): Promise<v.InferOutput<typeof OrganShapes>> {
  const file = 'templates/organShapes.json';
  const response = await fetch(new URL(file, document.baseURI).href).catch((error: unknown) => { throw new FaultError('file-unreachable', { where: file, came: String(error) }); });
  if (!response.ok) throw new FaultError('file-unreachable', { where: file, expected: 'status 200', came: `status ${response.status}` });
  const parsed = v.safeParse(OrganShapes, await response.json().catch(() => null));
  if (!parsed.success) throw new FaultError('bundle-unreadable', { where: file, came: parsed.issues[0].message });
  return parsed.output;
}
