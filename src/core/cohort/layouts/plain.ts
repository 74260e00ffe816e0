import { fault } from '#core/faults.ts';
import type { Fault } from '#core/faults.ts';
import { matchIds, pathStem, withoutChannel } from '#core/cohort/caseId.ts';
import type { FileEntry } from '#core/cohort/fileEntry.ts';
import { makeCaseParts } from '#core/cohort/layouts/caseParts.ts';
import type { Layout } from '#core/cohort/layouts/layout.ts';
import { IMAGE_ENDING } from '#core/cohort/layouts/layout.ts';
import { makeSideLabels } from '#core/cohort/layouts/sideLabels.ts';

const IMAGE = new RegExp(`(?:^|/)(?:images?|imgs?|scans?|volumes?|images(?:Tr|Ts))/[^/]+\\.${IMAGE_ENDING}$`, 'i');
const LABEL = new RegExp(`(?:^|/)(?:labels?|masks?|segs?|segmentations?|gt|annotations?|references?|labels(?:Tr|Ts))/[^/]+\\.${IMAGE_ENDING}$`, 'i');

/** Folders "images" and "labels" (or similar names) with files that share their stems, and a table of any name beside them. */
export const plain: Layout = {
  name: 'plain',
  table: /\.(csv|tsv|xlsx|json)$/i,
  evidence: (files) => {
    const image = files.find((it) => IMAGE.test(it.path)), label = files.find((it) => LABEL.test(it.path));
    return image && label ? `${image.path} and ${label.path}` : undefined;
  },
  read: async (files, signal) => {
    const names = makeSideLabels(files, /(^|\/)(dataset|labels|label_names|classes)\.json$/i, signal);
    const images = files.filter((it) => IMAGE.test(it.path)), labels = files.filter((it) => LABEL.test(it.path));
    const parts = makeCaseParts();
    for (const file of images) parts.image(idOf(file), file);
    const matches = matchIds([...new Set(labels.map(idOf))], [...new Set(images.map(idOf))]);
    const caseOf = new Map(matches.matches.filter((it) => it.certainty !== 'doubtful').map((it) => [it.tableId, it.caseId]));
    let unnamed: string | undefined;
    for (const file of labels) {
      const organs = await names.organsOf(file.path);
      if (!organs) unnamed ??= file.path;
      parts.reference(caseOf.get(idOf(file)) ?? idOf(file), file, organs ?? [{ organ: 'unnamed' }]);
    }
    const asked: Fault[] = unnamed === undefined ? [] : [fault('label-map-unnamed', { where: unnamed })];
    return parts.reading([...names.faults, ...matches.faults, ...asked]);
  },
};

function idOf(file: FileEntry): string {
  return withoutChannel(pathStem(file.path));
}
