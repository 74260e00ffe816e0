import type { CohortCase } from '#core/cohort/subject.ts';
import type { CombinedReference } from '#core/evaluation/combinedReference.ts';
import { combinedReference } from '#core/evaluation/combinedReference.ts';
import type { NamedOrgan } from '#core/evaluation/sidesSwapped.ts';
import { sidesSwapped } from '#core/evaluation/sidesSwapped.ts';
import type { Fault } from '#core/faults.ts';
import { FaultError, unwrap } from '#core/faults.ts';
import { readLabelMap } from '#core/formats/readLabelMap.ts';
import { readVolume } from '#core/formats/readVolume.ts';
import { alignMask } from '#core/volume/alignMask.ts';
import { maskOf } from '#core/volume/labelMap.ts';
import type { Volume } from '#core/volume/volume.ts';
import { reached } from '#engine/cohorts/sourceFiles.ts';
import type { PickedFile } from '#engine/protocol/cohortCalls.ts';

export interface ReadCase extends CombinedReference {
  readonly volume: Volume;
  readonly notices: readonly Fault[];
}

/** A case's image and its expert's masks on one grid. Throws FaultErrors; a question that a file leaves open is one. */
export async function readCase({ id, images, references, modality }: CohortCase, files: readonly PickedFile[], signal: AbortSignal): Promise<ReadCase> {
  const bytesOf = async (path: string) => {
    const found = files.find((it) => it.path === path);
    if (!found) throw new FaultError('case-file-gone', { where: path });
    return new Uint8Array(await reached(path, () => found.file.arrayBuffer()));
  };
  const [image] = images;
  const read = unwrap(await readVolume(await bytesOf(image.path), image.path, modality === 'unknown' ? {} : { modality }, signal));
  const { volume } = read;
  const notices: Fault[] = [...read.notices];
  const masks = new Map<string, NamedOrgan>();
  for (const path of new Set(references.map((it) => it.file.path))) {
    signal.throwIfAborted();
    const map = unwrap(await readLabelMap(await bytesOf(path), path, {}, signal));
    const aligned = alignMask(volume, map.labelMap, path);
    notices.push(...map.notices, ...aligned.notices);
    for (const { organ, file, labelValues } of references) {
      if (file.path !== path) continue;
      const values = labelValues ?? aligned.labelMap.labels.map((it) => it.value);
      const mask = maskOf(aligned.labelMap, values);
      const before = masks.get(organ);
      // An organ of several files is all of them: a lung is its lobes.
      if (before) for (let at = 0; at < mask.data.length; at++) before.mask.data[at] |= mask.data[at];
      else masks.set(organ, { organ, mask: { grid: volume.grid, data: mask.data } });
    }
  }
  const organs = [...masks.values()];
  return { volume, ...combinedReference(volume, organs), notices: [...notices, ...sidesSwapped(organs, id)] };
}
