import type { Fault } from '#core/faults.ts';
import { parseLabelNames } from '#core/formats/labelNames.ts';
import type { FileEntry } from '#core/cohort/fileEntry.ts';
import type { OrganLabels } from '#core/cohort/layouts/caseParts.ts';
import { organName } from '#core/cohort/layouts/organName.ts';

const LARGEST_BYTES = 4 << 20;

/** Organs of a label map by nnU-Net's dataset.json (either direction, regions too), undefined where there is none or it cannot be read. */
export async function organsOfDataset(file: FileEntry | undefined, signal?: AbortSignal): Promise<{ readonly organs?: readonly OrganLabels[]; readonly faults: readonly Fault[] }> {
  if (!file || file.sizeBytes > LARGEST_BYTES) return { faults: [] };
  const names = parseLabelNames(await file.read(signal), file.path);
  if (names.state === 'failed') return { faults: [names.fault] };
  const organs = [
    ...names.value.labels.filter((it) => it.value !== 0).map((it) => ({ organ: organName(it.name), labelValues: [it.value] })),
    ...names.value.regions.map((it) => ({ organ: organName(it.name), labelValues: it.values })),
  ];
  return { organs, faults: [] };
}
