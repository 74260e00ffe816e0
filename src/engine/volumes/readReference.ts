import type { Fault } from '#core/faults.ts';
import { FaultError, unwrap } from '#core/faults.ts';
import { readLabelMap, readMasks } from '#core/formats/readLabelMap.ts';
import { parseLabelNames } from '#core/formats/labelNames.ts';
import { alignMask } from '#core/volume/alignMask.ts';
import { nameLabels } from '#core/volume/labelMap.ts';
import type { LabelMap } from '#core/volume/volume.ts';
import type { NamedBytes } from '#engine/volumes/fileBytes.ts';
import type { OpenCase } from '#engine/volumes/openCase.ts';

const SIDE_FILE = /[.](json|txt|label|ctbl|csv|tsv)$/i;

/** The expert's masks of these files on the image's grid. Throws FaultErrors; then what was there before stays. */
export async function readReference({ volume }: OpenCase, files: readonly NamedBytes[], signal: AbortSignal): Promise<{ labelMap: LabelMap; notices: readonly Fault[] }> {
  const masks = files.filter(({ name }) => !SIDE_FILE.test(name));
  const sides = files.filter(({ name }) => SIDE_FILE.test(name));
  if (masks.length === 0) throw new FaultError('masks-none', { expected: 'at least one mask', came: sides.map(({ name }) => name).join(', ') || 'none' });
  const names = sides.flatMap(({ name, bytes }) => unwrap(parseLabelNames(bytes, name)).labels);
  const [first] = masks;
  const read = masks.length === 1 ? unwrap(await readLabelMap(first.bytes, first.name, {}, signal)) : unwrap(await readMasks(masks, {}, signal));
  const named = names.length > 0 ? nameLabels(read.labelMap, names, first.name) : { labelMap: read.labelMap, notices: [] };
  const aligned = alignMask(volume, named.labelMap, first.name);
  return { labelMap: aligned.labelMap, notices: [...read.notices, ...named.notices, ...aligned.notices] };
}
