import { fault } from '#core/faults.ts';
import type { Fault } from '#core/faults.ts';

const ENDINGS = /\.(nii\.gz|nii|nrrd|mha|mhd|png|npz|npy|dcm|csv|tsv|json)$/i;

/** Last part of a path without its ending: "imagesTr/amos_0001_0000.nii.gz" gives "amos_0001_0000". */
export function pathStem(path: string): string {
  const parts = path.replaceAll('\\', '/').split('/').filter((it) => it !== '');
  return (parts[parts.length - 1] ?? '').replace(ENDINGS, '');
}

/** The exact form of an id: its stem in lower case. Two of one form are one case. */
export function caseStem(id: string): string {
  return pathStem(id.trim()).toLowerCase();
}

/** A stem without nnU-Net's channel: only where another number stands before it, because "amos_0001" has none. */
export function withoutChannel(stem: string): string {
  return stem.replace(/([_-]\d+)_000\d$/, '$1');
}

const PREFIX = /^(sub|ses|case|subject|patient|pat|amos|img|image|label|s|p|bdmap|pants|liver|spleen)[_-]?(?=\d)/;

/** The prefix that the loose form drops; those that tell a scan from its mask are none. */
function prefixOf(id: string): string {
  const found = PREFIX.exec(caseStem(id))?.[1] ?? '';
  return /^(img|image|label)$/.test(found) ? '' : found;
}

/** Whether the prefixes of two ids say that they are of different kinds, as "liver_1" and "spleen_1" do. */
function prefixesDiffer(a: string, b: string): boolean {
  const [one, other] = [prefixOf(a), prefixOf(b)];
  return one !== '' && other !== '' && one !== other;
}

/**
 * The loose form: without prefixes such as "sub-", "case_", "amos_", trailing "_ct", "_seg", and without leading zeros
 * of its numbers. "amos_0001", "1" and "0001" are one. Two that agree only in this form are the same where nothing else
 * of either side has it.
 */
export function looseStem(id: string): string {
  const bare = withoutChannel(caseStem(id)).replace(/\.0+$/, '').replace(/[_-](ct|mr|mri|img|image|imaging|seg|segmentation|label|mask|gt|pred|prediction|t1w|t2w)$/, '');
  return bare.replace(PREFIX, '').replace(/^(sub|case)[_-]/, '')
    .replace(/\d+/g, (digits) => digits.replace(/^0+(?=\d)/, '')).replace(/[\s_-]+/g, '-');
}

export interface IdMatch {
  readonly tableId: string;
  readonly caseId: string;
  /** exact: one stem. normalised: one but for zeros and a prefix that one of them lacks, and nothing else like it. doubtful: to be confirmed. */
  readonly certainty: 'exact' | 'normalised' | 'doubtful';
}

export interface IdMatches {
  readonly matches: readonly IdMatch[];
  readonly unmatchedTableIds: readonly string[];
  readonly unmatchedCaseIds: readonly string[];
  readonly faults: readonly Fault[];
}

/** Ids that are one in the loose form: whoever reads the table of subjects by them may meet the wrong one. */
export function alikeIds(ids: readonly string[]): readonly Fault[] {
  return [...grouped(ids, looseStem)].filter(([stem, alike]) => stem !== '' && alike.length > 1).slice(0, 200)
    .map(([, alike]) => fault('id-duplicate', { where: alike[0], expected: 'ids that no zero or prefix tells apart', came: alike.slice(0, 5).join(', ') }));
}

/** Of what fits many ways, so many on each side are shown. */
const MOST_DOUBTS = 4;

/**
 * Joins ids of a table to ids of cases, one to one. What fits several ways, only by its number, or under two different
 * prefixes, is doubtful and never joined unasked.
 */
export function matchIds(tableIds: readonly string[], caseIds: readonly string[]): IdMatches {
  const matches: IdMatch[] = [];
  const openTable = new Set(tableIds), openCases = new Set(caseIds);
  const join = (tableId: string, caseId: string, certainty: IdMatch['certainty']): void => {
    matches.push({ tableId, caseId, certainty });
    openTable.delete(tableId);
    openCases.delete(caseId);
  };
  // Each form pairs what the forms before it left open; a form that fits one on each side only is trusted.
  for (const [form, certainty] of [[caseStem, 'exact'], [looseStem, 'normalised']] as const) {
    const byTable = grouped([...openTable], form), byCase = grouped([...openCases], form);
    for (const [stem, ids] of byTable) {
      const cases = byCase.get(stem) ?? [];
      if (stem === '' || cases.length === 0) continue;
      const isSure = ids.length === 1 && cases.length === 1 && !prefixesDiffer(ids[0], cases[0]);
      for (const id of ids.slice(0, MOST_DOUBTS)) for (const it of cases.slice(0, MOST_DOUBTS)) join(id, it, isSure ? certainty : 'doubtful');
    }
  }
  const byTable = grouped([...openTable], lastNumber), byCase = grouped([...openCases], lastNumber);
  for (const [number, ids] of byTable) {
    const cases = byCase.get(number) ?? [];
    if (number !== '' && ids.length === 1 && cases.length === 1) join(ids[0], cases[0], 'doubtful');
  }
  return {
    matches, unmatchedTableIds: [...openTable], unmatchedCaseIds: [...openCases],
    faults: matches.filter((it) => it.certainty === 'doubtful').slice(0, 200).map((it) => fault('id-doubtful', { where: it.tableId, expected: 'one case that fits', came: it.caseId })),
  };
}

/** The last number in an id, without leading zeros; empty where it has none. */
function lastNumber(id: string): string {
  const found = /(\d+)\D*$/.exec(caseStem(id));
  return found ? found[1].replace(/^0+(?=\d)/, '') : '';
}

function grouped(ids: readonly string[], form: (id: string) => string): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const id of ids) {
    const key = form(id);
    const group = groups.get(key);
    if (group) group.push(id);
    else groups.set(key, [id]);
  }
  return groups;
}
