import { ageValue, missingReason, parseNumber, sexValue } from '#core/cohort/cellValues.ts';
import type { RawTable } from '#core/cohort/rawTable.ts';

export type ColumnRole = 'id' | 'sex' | 'age' | 'bmi' | 'height' | 'weight' | 'modality' | 'other' | 'ignored';

/** What a column is taken for, and how sure that is (0 to 1). `index` is its place, because names may repeat. */
export interface ColumnGuess {
  readonly index: number;
  readonly name: string;
  readonly role: ColumnRole;
  readonly confidence: number;
}

type NamedRole = Exclude<ColumnRole, 'other' | 'ignored'>;

/** Exact names, compared in lower case without blanks and signs, then parts of names. */
const NAMES: Readonly<Record<NamedRole, { readonly exact: readonly string[]; readonly part: RegExp }>> = {
  id: { exact: ['id', 'imageid', 'amosid', 'caseid', 'participantid', 'subject', 'subjectid', 'patientid', 'patient', 'case', 'eid', 'name', 'filename', 'image', 'imagepath', 'scan', 'scanid', 'identifier'], part: /(^|[^a-z])(id|subject|case)([^a-z]|$)/i },
  sex: { exact: ['sex', 'gender', 'patientssex', 'patientsex', 'geschlecht', 'sexe'], part: /(^|[^a-z])(sex|gender)([^a-z]|$)/i },
  age: { exact: ['age', 'ageyears', 'patientsage', 'patientage', 'agemonths', 'agedays', 'alter', 'ageatscan', 'ageatnephrectomy', 'agey'], part: /(^|[^a-z])age([^a-z]|$)/i },
  bmi: { exact: ['bmi', 'bodymassindex', 'bmikgm2'], part: /(^|[^a-z])bmi([^a-z]|$)/i },
  height: { exact: ['height', 'heightcm', 'heightm', 'heightin', 'patientssize', 'patientsize', 'stature'], part: /(^|[^a-z])height([^a-z]|$)/i },
  weight: { exact: ['weight', 'weightkg', 'weightlb', 'weightlbs', 'patientsweight', 'patientweight', 'bodyweight'], part: /(^|[^a-z])weight([^a-z]|$)/i },
  modality: { exact: ['modality', 'modalities'], part: /(^|[^a-z])modality([^a-z]|$)/i },
};
const ROLES: readonly NamedRole[] = ['id', 'sex', 'age', 'bmi', 'height', 'weight', 'modality'];
const LOOKED_AT = 500;
/** Of a column that is taken for ids only because its cells differ. */
export const FALLBACK_CONFIDENCE = 0.3;

/** A role for each column; each role but `other` and `ignored` is given at most once, to the column that fits best. */
export function guessColumns(table: RawTable): readonly ColumnGuess[] {
  const candidates: { readonly index: number; readonly role: NamedRole; readonly score: number }[] = [];
  table.header.forEach((name, index) => {
    const cells = table.rows.slice(0, LOOKED_AT).map((row) => row[index]).filter((cell) => missingReason(cell) === undefined);
    for (const role of ROLES) {
      const byName = nameScore(name, role);
      const score = byName * fit(role, cells);
      if (score >= 0.3) candidates.push({ index, role, score });
    }
  });
  candidates.sort((a, b) => b.score - a.score || a.index - b.index);
  const roleOf = new Map<number, { role: NamedRole; score: number }>();
  const taken = new Set<NamedRole>();
  for (const { index, role, score } of candidates) {
    if (taken.has(role) || roleOf.has(index)) continue;
    taken.add(role);
    roleOf.set(index, { role, score });
  }
  if (!taken.has('id')) {
    const first = table.header.findIndex((_, index) => !roleOf.has(index) && isDistinct(table, index));
    if (first >= 0) roleOf.set(first, { role: 'id', score: FALLBACK_CONFIDENCE });
  }
  return table.header.map((name, index): ColumnGuess => {
    const found = roleOf.get(index);
    if (found) return { index, name, role: found.role, confidence: Math.round(found.score * 100) / 100 };
    return { index, name, role: name === '' ? 'ignored' : 'other', confidence: 1 };
  });
}

/** Columns that tell of a person rather than of a scan or a result. */
export function personColumns(table: RawTable): readonly ColumnGuess[] {
  return guessColumns(table).filter((it) => ['sex', 'age', 'bmi', 'height', 'weight'].includes(it.role));
}

function nameScore(name: string, role: NamedRole): number {
  const bare = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  const { exact, part } = NAMES[role];
  const place = exact.indexOf(bare);
  if (place >= 0) return role === 'id' ? 1 - place * 0.005 : 1;
  return part.test(name) ? 0.7 : 0;
}

/** Share of the cells that the role can read; an empty column fits half. */
function fit(role: NamedRole, cells: readonly string[]): number {
  if (cells.length === 0) return 0.5;
  const share = (isFit: (cell: string) => boolean): number => cells.filter(isFit).length / cells.length;
  switch (role) {
    case 'id': return new Set(cells).size / cells.length > 0.5 ? 1 : 0.5;
    case 'sex': return new Set(cells.map((cell) => sexText(cell))).size <= 12 ? 1 : 0;
    case 'age': return share((cell) => { const it = ageValue(cell); return it.kind === 'number' || (it.kind === 'missing' && it.reason === 'implausible'); });
    case 'modality': return share((cell) => modalityOf(cell) !== 'unknown');
    default: return share((cell) => parseNumber(cell) !== undefined);
  }
}

function sexText(cell: string): string {
  const it = sexValue(cell);
  return it.kind === 'category' ? it.value : '';
}

export function modalityOf(cell: string): 'CT' | 'MR' | 'unknown' {
  const text = cell.trim().toLowerCase();
  if (/^(ct|cect|ncct|computed tomography)$/.test(text)) return 'CT';
  return /^(mr|mri|t1w?|t2w?|magnetic resonance( imaging)?)$/.test(text) ? 'MR' : 'unknown';
}

function isDistinct(table: RawTable, index: number): boolean {
  const cells = table.rows.map((row) => row[index]);
  return cells.every((cell) => cell !== '') && new Set(cells).size === cells.length;
}
