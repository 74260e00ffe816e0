import { makeBreather } from '#core/num/breather.ts';
import { makeCaseParts } from '#core/cohort/layouts/caseParts.ts';
import type { Layout } from '#core/cohort/layouts/layout.ts';

const SCAN = /(?:^|\/)([^/]+)\/(ct|mri)\.nii(?:\.gz)?$/;
const MASK = /(?:^|\/)([^/]+)\/segmentations\/([^/]+)\.nii(?:\.gz)?$/;

/** TotalSegmentator v2 and AbdomenAtlas: CASE/ct.nii.gz (or mri.nii.gz), CASE/segmentations/ORGAN.nii.gz. The lobes are also united as lung. */
export const totalsegmentator: Layout = {
  name: 'totalsegmentator',
  table: /(^|\/)(meta|metadata)\.(csv|tsv|xlsx)$/i,
  evidence: (files) => {
    const mask = files.find((it) => MASK.test(it.path));
    return mask && files.some((it) => SCAN.test(it.path)) ? mask.path : undefined;
  },
  read: async (files, signal) => {
    const parts = makeCaseParts();
    const breathe = makeBreather(signal);
    for (const [n, file] of files.entries()) {
      if (n % 2000 === 0) await breathe();
      const scan = SCAN.exec(file.path);
      if (scan) {
        parts.image(scan[1], file);
        parts.about(scan[1], { modality: scan[2] === 'ct' ? 'CT' : 'MR' });
        continue;
      }
      const mask = MASK.exec(file.path);
      if (!mask) continue;
      const organ = mask[2];
      parts.reference(mask[1], file, /^lung_.+_lobe_/.test(organ) || /^lung_(left|right)$/.test(organ) ? [{ organ }, { organ: 'lung' }] : [{ organ }]);
    }
    return parts.reading();
  },
};
