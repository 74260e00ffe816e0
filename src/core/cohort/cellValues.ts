import type { CovariateValue, MissingReason } from '#core/cohort/covariate.ts';

const MARKED = new Set(['na', 'n/a', '#n/a', 'nan', 'null', 'none', 'nil', '-', '--', '?', 'unknown', 'unk', 'missing', 'not available', 'not reported', 'undefined', '<na>']);

/** Why a cell has no value, or undefined where it has one. */
export function missingReason(cell: string): MissingReason | undefined {
  const text = cell.trim().toLowerCase();
  if (text === '') return 'empty';
  return MARKED.has(text) ? 'marked missing' : undefined;
}

function missing(reason: MissingReason, cell: string): CovariateValue {
  return { kind: 'missing', reason, ...(cell === '' ? {} : { text: cell }) };
}

/** A number with a point or a comma before its decimals; undefined where it is none. */
export function parseNumber(cell: string): number | undefined {
  const text = cell.trim();
  if (!/^[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?$/i.test(text)) return undefined;
  const value = Number(text.replace(',', '.'));
  return Number.isFinite(value) ? value : undefined;
}

export function numberValue(cell: string): CovariateValue {
  const reason = missingReason(cell);
  if (reason) return missing(reason, cell);
  const value = parseNumber(cell);
  return value === undefined ? missing('unreadable', cell) : { kind: 'number', value };
}

export type AgeUnit = 'years' | 'months' | 'weeks' | 'days';
const PER_YEAR: Readonly<Record<AgeUnit, number>> = { years: 1, months: 12, weeks: 365.25 / 7, days: 365.25 };
const UNIT_OF: Readonly<Record<string, AgeUnit>> = { y: 'years', m: 'months', w: 'weeks', d: 'days' };
export const OLDEST_YEARS = 120;

/** An age in years: 45, 50.00, 52,5, DICOM's 045Y and 006M, "6 months", "89+", "> 89", "<1". Above 120 years or below 0 it is implausible. */
export function ageValue(cell: string, bareUnit: AgeUnit = 'years'): CovariateValue {
  const reason = missingReason(cell);
  if (reason) return missing(reason, cell);
  const found = /^(>=|>|≥|<=|<|≤)?\s*([+-]?\d+(?:[.,]\d*)?)\s*(y|years?|yrs?|yo|m|months?|mos?|w|weeks?|d|days?)?\.?\s*(\+)?$/i.exec(cell.trim());
  const amount = found ? parseNumber(found[2]) : undefined;
  if (!found || amount === undefined) return missing('unreadable', cell);
  const unit = found[3] === undefined ? bareUnit : UNIT_OF[found[3][0].toLowerCase()];
  const value = amount / PER_YEAR[unit];
  if (value < 0 || value > OLDEST_YEARS) return missing('implausible', cell);
  if (found[4] !== undefined || /^(>|≥)/.test(found[1] ?? '')) return { kind: 'number', value, limit: 'at least' };
  return found[1] === undefined ? { kind: 'number', value } : { kind: 'number', value, limit: 'at most' };
}

const SEX_WORDS: Readonly<Record<string, string>> = {
  m: 'male', male: 'male', man: 'male', boy: 'male', f: 'female', female: 'female', w: 'female', woman: 'female', girl: 'female',
};

/** Meaning of each code, as the user confirmed it: { "0": "female", "1": "male" }. */
export type SexCoding = Readonly<Record<string, string>>;

/** Whether this is a code whose meaning differs between data sets (0 and 1, 1 and 2), and nobody has said what it means. */
export function isSexCode(cell: string): boolean {
  return /^\d+([.,]0*)?$/.test(cell.trim());
}

/** Sex with any number of values: known words in one spelling, others in lower case as they are, codes as the coding says, else as "code 1". */
export function sexValue(cell: string, coding: SexCoding = {}): CovariateValue {
  const text = cell.trim();
  const code = isSexCode(text) ? String(parseNumber(text)) : text;
  const confirmed = [code, text].filter((it) => Object.hasOwn(coding, it)).map((it) => coding[it])[0];
  if (confirmed !== undefined) return { kind: 'category', value: confirmed };
  const reason = missingReason(cell) ?? (/^u$/i.test(text) ? 'marked missing' : undefined);
  if (reason) return missing(reason, cell);
  if (isSexCode(text)) return { kind: 'category', value: `code ${code}` };
  const word = text.toLowerCase();
  return { kind: 'category', value: Object.hasOwn(SEX_WORDS, word) ? SEX_WORDS[word] : word };
}

/** A category, its blanks made single: TotalSegmentator's study types have two in a row and some at the end. */
export function categoryValue(cell: string): CovariateValue {
  const reason = missingReason(cell);
  return reason ? missing(reason, cell) : { kind: 'category', value: cell.trim().replace(/\s+/g, ' ') };
}
