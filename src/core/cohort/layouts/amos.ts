import type { OrganLabels } from '#core/cohort/layouts/caseParts.ts';
import { makeCaseParts } from '#core/cohort/layouts/caseParts.ts';
import type { Layout } from '#core/cohort/layouts/layout.ts';
import { makeSideLabels } from '#core/cohort/layouts/sideLabels.ts';

const FILE = /(?:^|\/)(images|labels)(Tr|Va|Ts)\/(amos_(\d{4}))\.nii(?:\.gz)?$/;
const SPLITS: Readonly<Record<string, string>> = { Tr: 'training', Va: 'validation', Ts: 'test' };
/** Where dataset.json is absent. */
const ORGANS: readonly OrganLabels[] = [['spleen', 1], ['kidney_right', 2], ['kidney_left', 3], ['liver', 6], ['aorta', 8]].map(([organ, value]) => ({ organ: String(organ), labelValues: [Number(value)] }));

/** AMOS22: imagesTr, labelsTr, imagesVa … with amos_0001.nii.gz; numbers above 500 are MR. */
export const amos: Layout = {
  name: 'amos',
  table: /(^|\/)labeled_data_meta[^/]*\.csv$/i,
  // nnU-Net's conversion has the same masks, but its images end in a channel.
  evidence: (files) => files.find((it) => FILE.exec(it.path)?.[1] === 'images')?.path,
  read: async (files, signal) => {
    const labels = makeSideLabels(files, /(^|\/)dataset\.json$/, signal);
    const parts = makeCaseParts();
    for (const file of files) {
      const found = FILE.exec(file.path);
      if (!found) continue;
      const [, kind, split, id, number] = found;
      if (kind === 'images') parts.image(id, file);
      else parts.reference(id, file, (await labels.organsOf(file.path)) ?? ORGANS);
      parts.about(id, { split: SPLITS[split], modality: Number(number) > 500 ? 'MR' : 'CT' });
    }
    return parts.reading(labels.faults);
  },
};
