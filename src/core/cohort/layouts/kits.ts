import type { OrganLabels } from '#core/cohort/layouts/caseParts.ts';
import { makeCaseParts } from '#core/cohort/layouts/caseParts.ts';
import type { Layout } from '#core/cohort/layouts/layout.ts';

/** In folders as published, or flat as some copies have them; single annotators' files are not the reference. */
const FILE = /(?:^|\/)(case_\d{5})[/_](imaging|segmentation)\.nii(?:\.gz)?$/;
/** As KiTS23 evaluates: the kidney with all masses in it, all masses, the tumour. */
const ORGANS: readonly OrganLabels[] = [{ organ: 'kidney', labelValues: [1, 2, 3] }, { organ: 'kidney_mass', labelValues: [2, 3] }, { organ: 'kidney_tumor', labelValues: [2] }];

/** KiTS19 to KiTS23: case_00000/imaging.nii.gz and segmentation.nii.gz, subjects in kits23.json. */
export const kits: Layout = {
  name: 'kits',
  table: /(^|\/)kits\d*\.json$/i,
  evidence: (files) => files.find((it) => FILE.test(it.path))?.path,
  read: async (files) => {
    const parts = makeCaseParts();
    for (const file of files) {
      const found = FILE.exec(file.path);
      if (!found) continue;
      if (found[2] === 'imaging') parts.image(found[1], file);
      else parts.reference(found[1], file, ORGANS);
      parts.about(found[1], { modality: 'CT' });
    }
    return parts.reading();
  },
};
