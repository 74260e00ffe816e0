import * as v from 'valibot';
import { expect, test } from 'vitest';
import { MapsSearch } from '#app/pages/maps/mapsSearch.ts';
import { mapsSelection } from '#app/pages/maps/mapsSelection.ts';
import { mapsTable } from '#app/pages/maps/mapsTable.ts';
import { binWords, findingWords, methodWords } from '#app/pages/maps/mapsWords.ts';
import type { CovariateValue } from '#core/cohort/covariate.ts';
import type { ResultTable } from '#core/cohort/resultTable.ts';
import { packSignedMm } from '#core/errormaps/compactMap.ts';
import { BINS } from '#core/errormaps/surfaceBins.ts';
import { compareMaps } from '#core/evaluation/compareMaps.ts';
import { tableFacts } from '#core/evaluation/tableFacts.ts';
import { makeTableIndex } from '#core/evaluation/tableIndex.ts';
import { makeRandom } from '#core/num/random.ts';

/** Twenty lean and twelve heavy subjects, the heavy with 3 mm more in front (bins 272 and 273). */
const SPOT = [272, 273];
const subjects = Array.from({ length: 32 }, (_, i) => {
  const covariates: Record<string, CovariateValue> = { bmi: { kind: 'number', value: i < 20 ? 22 : 33 }, sex: { kind: 'category', value: i % 2 === 0 ? 'female' : 'male' } };
  return { id: `S${i}`, covariates };
});
const table: ResultTable = {
  name: 't', notice: 'Synthetic.', subjects, cases: subjects.map(({ id }, subject) => ({ id, subject, modality: 'CT' })), organs: ['liver', 'aorta'],
  runs: [{ id: 'm/none', model: { id: 'm', name: 'M', sha256: [] }, protocol: { id: 'none', label: 'Nothing.' }, device: 'cpu', onnxruntime: '1', threads: 1, program: '0', seed: 1, casesAsked: 32 }],
  rows: { case: new Uint32Array(), organ: new Uint8Array(), run: new Uint8Array(), status: new Uint8Array() }, columns: new Map(), columnNames: [],
};
const facts = tableFacts(makeTableIndex(table));

function bank(): Int8Array {
  const random = makeRandom('maps page');
  const out = new Int8Array(32 * BINS);
  subjects.forEach((_, i) => {
    const signedMm = Float32Array.from({ length: BINS }, (__, bin) => random.normal(0, 0.5) + (i >= 20 && SPOT.includes(bin) ? 3 : 0));
    out.set(packSignedMm({ signedMm, state: new Uint8Array(BINS) }), i * BINS);
  });
  return out;
}

const chosen = (search: Record<string, unknown>) => {
  const it = mapsSelection(v.parse(MapsSearch, search), facts, table);
  if (!it) throw new Error('nothing to choose');
  return it;
};

test('an empty address has a whole question: the usual attribute, the largest group against the last', () => {
  const { question, organ, run, attribute } = chosen({});
  expect([attribute, organ, run]).toEqual(['bmi', 'liver', 'm/none']);
  expect(question).toMatchObject({ groups: ['normal (18.5 to < 25)', 'obese (≥ 30)'], measure: { kind: 'signed' }, modality: 'CT', statistic: 'tfce', permutations: 2000 });
});

test('what makes no sense is left out, what does is kept', () => {
  const { question, attribute } = chosen({ attribute: 'sex', first: 'male', second: 'nobody', adjust: ['bmi', 'sex', 'shoe size'], show: 'outside', toleranceMm: 2, permutations: -4, bin: 999 });
  expect(attribute).toBe('sex');
  expect(question).toMatchObject({ groups: ['male', 'female'], covariates: ['bmi'], measure: { kind: 'outside', toleranceMm: 2 }, permutations: 2000 });
});

test('the planted spot is said in words with its n, interval and p, and stands in the table', async () => {
  const { question } = chosen({ permutations: 500, statistic: 'max-t' });
  const answer = await compareMaps(bank(), table, question, 'sphere');
  expect(findingWords(answer, question, 'Liver')).toMatch(/^Liver: one region differs between obese .* and normal .*anterior, further outside in obese .* by \+[23][.]\d\d mm \[.*2 bins, family-wise p = [.]002[)][.]$/);
  expect(binWords(answer, question, 2, 272).join(' ')).toMatch(/anterior .*95 % .*n 20 and 12; family-wise p = [.]002 in a significant region of 2 bins/);
  expect(binWords(answer, question, 0, 272).join(' ')).toMatch(/n 20; positive is outside/);
  expect(methodWords(answer, question, 'sphere', 'liver')).toContain('500 permutations (Freedman-Lane), two-sided, seed 1');
  expect(methodWords(answer, question, 'sphere', 'kidney_left')).toMatch(/found within one bin in \d+ % \[\d+, \d+\] of \d+ spots, less often where/);
  expect(methodWords(answer, question, 'tube', 'aorta')).not.toContain('spots');
  const { columns, rows } = mapsTable(answer, question);
  expect(rows).toHaveLength(BINS);
  expect(rows.every((row) => row.length === columns.length)).toBe(true);
  expect(rows.flatMap((row, bin) => (row.at(-1) === '1' ? [bin] : []))).toEqual(SPOT);
});

test('a group of one gives its reason in place of the difference', async () => {
  const { question } = chosen({ cuts: [30], first: '< 30', second: '≥ 30', attribute: 'bmi' });
  const few = { ...table, subjects: subjects.map((it, i) => (i > 20 ? { ...it, covariates: { ...it.covariates, bmi: { kind: 'missing', reason: 'empty' } as const } } : it)) };
  const answer = await compareMaps(bank(), few, question, 'sphere');
  expect(findingWords(answer, question, 'Liver')).toContain('too few subjects');
  expect(binWords(answer, question, 1, 5).join(' ')).toContain('no interval from one subject');
  expect(mapsTable(answer, question).rows[0]).toHaveLength(11);
});

test('groups count those who have a scan of the modality', () => {
  const mixed = { ...table, cases: table.cases.map((it, at) => ({ ...it, modality: at % 4 === 0 ? 'MR' as const : 'CT' as const })) };
  const of = (modality: 'CT' | 'MR' | 'together') => mapsSelection({ attribute: 'sex', modality }, facts, mixed)?.groups.map(({ label, subjects: n }) => `${label} ${n}`);
  expect(of('MR')).toEqual(['female 8', 'male 0']);
  expect(of('CT')).toEqual(['female 8', 'male 16']);
  expect(of('together')).toEqual(['female 16', 'male 16']);
});
