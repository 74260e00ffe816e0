import { attemptNow, fault } from '#core/faults.ts';
import { decodeText } from '#core/cohort/decodeText.ts';
import type { FileEntry } from '#core/cohort/fileEntry.ts';
import type { OrganLabels } from '#core/cohort/layouts/caseParts.ts';
import { makeCaseParts } from '#core/cohort/layouts/caseParts.ts';
import type { Layout } from '#core/cohort/layouts/layout.ts';
import { organName } from '#core/cohort/layouts/organName.ts';
import { makeNearest } from '#core/cohort/layouts/sideFiles.ts';
import { parseCells } from '#core/cohort/parseCells.ts';

const FILE = /(?:^|\/)(sub-[a-zA-Z0-9]+)((?:_[a-zA-Z0-9]+-[a-zA-Z0-9+]+)*)_([a-zA-Z0-9]+)\.nii(?:\.gz)?$/;
const IMAGE_SUFFIX = /^(T1w|T2w|T2star|FLAIR|PDw|UNIT1|inplaneT2|MEGRE|ct|CT|dixon|bold|dwi)$/;
const MASK_SUFFIX = /^(dseg|mask|seg|probseg)$/;

/** BIDS: sub-01/[ses-02/]anat/sub-01_[ses-02_]T1w.nii.gz, masks under derivatives as dseg (names in a *_dseg.tsv) or label-liver_mask. */
export const bids: Layout = {
  name: 'bids',
  table: /(^|\/)participants\.(tsv|csv|xlsx)$/i,
  evidence: (files) => {
    const scan = files.find((it) => FILE.test(it.path));
    return scan && files.some((it) => /(^|\/)(participants\.tsv|dataset_description\.json)$/.test(it.path)) ? scan.path : undefined;
  },
  read: async (files, signal) => {
    const organsOf = makeNearest(files.filter((it) => /(^|\/)[^/]*dseg\.tsv$/.test(it.path)), (it) => organsOfTable(it, signal));
    const parts = makeCaseParts();
    let unnamed: string | undefined;
    for (const file of files) {
      const found = FILE.exec(file.path);
      if (!found) continue;
      const [, subjectId, entities, suffix] = found;
      const entity = (key: string): string | undefined => new RegExp(`_${key}-([a-zA-Z0-9+]+)`).exec(entities)?.[1];
      const id = [subjectId, ...['ses', 'acq', 'run'].flatMap((key) => { const value = entity(key); return value === undefined ? [] : [`${key}-${value}`]; })].join('_');
      const isDerived = /(^|\/)derivatives\//.test(file.path);
      if (!isDerived && IMAGE_SUFFIX.test(suffix)) {
        parts.image(id, file);
        parts.about(id, { subjectId, modality: suffix.toLowerCase() === 'ct' ? 'CT' : 'MR' });
      } else if (MASK_SUFFIX.test(suffix)) {
        const label = entity('label');
        const organs = label === undefined ? await organsOf(file.path) : [{ organ: organName(label) }];
        if (organs === undefined) unnamed ??= file.path;
        parts.reference(id, file, organs ?? [{ organ: 'unnamed' }]);
        parts.about(id, { subjectId });
      }
    }
    return parts.reading(unnamed === undefined ? [] : [fault('label-map-unnamed', { where: unnamed })]);
  },
};

/** Columns index and name of a *_dseg.tsv. */
async function organsOfTable(file: FileEntry, signal?: AbortSignal): Promise<readonly OrganLabels[] | undefined> {
  const bytes = await file.read(signal);
  const text = attemptNow(() => decodeText(bytes, file.path).text);
  const [header, ...rows] = text.state === 'done' ? parseCells(text.value, '\t') : [];
  const [index, name] = [header?.indexOf('index') ?? -1, header?.indexOf('name') ?? -1];
  if (index < 0 || name < 0) return undefined;
  return rows.filter((row) => Number(row[index]) > 0 && row[name]).map((row) => ({ organ: organName(row[name]), labelValues: [Number(row[index])] }));
}
