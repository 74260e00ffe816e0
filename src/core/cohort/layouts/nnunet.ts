import { fault } from '#core/faults.ts';
import type { FileEntry } from '#core/cohort/fileEntry.ts';
import { modalityOf } from '#core/cohort/columnMapping.ts';
import { makeCaseParts } from '#core/cohort/layouts/caseParts.ts';
import type { Layout } from '#core/cohort/layouts/layout.ts';
import { IMAGE_ENDING } from '#core/cohort/layouts/layout.ts';
import { makeNearest } from '#core/cohort/layouts/sideFiles.ts';
import { makeSideLabels } from '#core/cohort/layouts/sideLabels.ts';

const IMAGE = new RegExp(`(?:^|/)images(Tr|Ts)/([^/]+)_(\\d{4})\\.${IMAGE_ENDING}$`);
const LABEL = new RegExp(`(?:^|/)labels(Tr|Ts)/([^/]+)\\.${IMAGE_ENDING}$`);
const DATASET = /(^|\/)dataset\.json$/;
const UNNAMED = [{ organ: 'unnamed' }];

/** nnU-Net's raw folder: imagesTr/CASE_0000.nii.gz with a channel, labelsTr/CASE.nii.gz, names in dataset.json. */
export const nnunet: Layout = {
  name: 'nnunet',
  table: /(^|\/)(meta|metadata|demographics|subjects|participants|clinical)[^/]*\.(csv|tsv|xlsx|json)$/i,
  evidence: (files) => {
    const image = files.find((it) => IMAGE.test(it.path));
    return image && files.some((it) => DATASET.test(it.path)) ? `dataset.json and ${image.path}` : undefined;
  },
  read: async (files, signal) => {
    const labels = makeSideLabels(files, DATASET, signal);
    const nearestModality = makeNearest(files.filter((it) => DATASET.test(it.path)), (it) => modalityOfDataset(it, signal));
    const parts = makeCaseParts();
    let unnamed: string | undefined;
    for (const file of files) {
      const image = IMAGE.exec(file.path);
      if (image) {
        parts.image(image[2], file, Number(image[3]));
        parts.about(image[2], { modality: (await nearestModality(file.path)) ?? 'unknown', split: image[1] === 'Tr' ? 'training' : 'test' });
      }
      const label = LABEL.exec(file.path);
      if (label) {
        const organs = await labels.organsOf(file.path);
        if (!organs) unnamed ??= file.path;
        parts.reference(label[2], file, organs ?? UNNAMED);
        parts.about(label[2], { modality: (await nearestModality(file.path)) ?? 'unknown', split: label[1] === 'Tr' ? 'training' : 'test' });
      }
    }
    return parts.reading(unnamed === undefined ? labels.faults : [...labels.faults, fault('label-map-unnamed', { where: unnamed })]);
  },
};

/** The modality of channel 0: `channel_names` of version 2, `modality` of version 1. */
async function modalityOfDataset(file: FileEntry, signal?: AbortSignal): Promise<'CT' | 'MR' | 'unknown'> {
  const found = /"(?:channel_names|modality)"\s*:\s*\{\s*"0"\s*:\s*"([^"]{0,40})"/.exec(new TextDecoder().decode(await file.read(signal)));
  return found ? modalityOf(found[1]) : 'unknown';
}
