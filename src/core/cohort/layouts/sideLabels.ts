import type { Fault } from '#core/faults.ts';
import { parseLabelNames } from '#core/formats/labelNames.ts';
import type { FileEntry } from '#core/cohort/fileEntry.ts';
import type { OrganLabels } from '#core/cohort/layouts/caseParts.ts';
import { organName } from '#core/cohort/layouts/organName.ts';
import { makeNearest } from '#core/cohort/layouts/sideFiles.ts';

const LARGEST_BYTES = 4 << 20;

export interface SideLabels {
  /** Organs of a label map by the side file nearest above it; undefined where none is, or it cannot be read. */
  organsOf(path: string): Promise<readonly OrganLabels[] | undefined>;
  /** Of the side files that were read. */
  readonly faults: readonly Fault[];
}

/** Organs of label maps by nnU-Net's dataset.json (either direction, regions too); a folder of several data sets has several. */
export function makeSideLabels(files: readonly FileEntry[], name: RegExp, signal?: AbortSignal): SideLabels {
  const faults: Fault[] = [];
  const sideFiles = files.filter((it) => name.test(it.path) && it.sizeBytes <= LARGEST_BYTES);
  const organsOf = makeNearest(sideFiles, async (file): Promise<readonly OrganLabels[] | undefined> => {
    const names = parseLabelNames(await file.read(signal), file.path);
    if (names.state === 'failed') {
      faults.push(names.fault);
      return undefined;
    }
    return [
      ...names.value.labels.filter((it) => it.value !== 0).map((it) => ({ organ: organName(it.name), labelValues: [it.value] })),
      ...names.value.regions.map((it) => ({ organ: organName(it.name), labelValues: it.values })),
    ];
  });
  return { organsOf, faults };
}
