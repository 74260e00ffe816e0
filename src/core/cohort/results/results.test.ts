import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { covariateText } from '#core/cohort/covariate.ts';
import { formatFairMedFm, formatLongCsv, formatNnunetSummary, formatResultsJson, formatWideCsv } from '#core/cohort/results/formatResults.ts';
import type { ResultOptions } from '#core/cohort/results/readResults.ts';
import { readResults } from '#core/cohort/results/readResults.ts';
import type { ResultRow } from '#core/cohort/results/resultRow.ts';

function read(content: string | Uint8Array, path: string, options: ResultOptions = {}) {
  const result = readResults(typeof content === 'string' ? strToU8(content) : content, path, options);
  if (result.state === 'failed') return { format: result.fault.code, rows: [], people: [], faults: [], codes: [], short: [] };
  const { format, rows, subjects, faults } = result.value;
  const people = subjects.map((it) => [it.id, ...Object.entries(it.covariates).map(([name, value]) => `${name} ${covariateText(value)}`)]);
  return { format, rows, people, faults, codes: faults.map((it) => it.code), short: rows.map((it) => [it.caseId, it.model, it.organ, it.metric, it.value ?? it.gap]) };
}

test('nnU-Net v2: literal NaN, regions as keys, cases by file, names from dataset.json', () => {
  const text = `{"foreground_mean":{"Dice":NaN},"mean":{"1":{"Dice":0.9}},"metric_per_case":[
    {"metrics":{"1":{"Dice":0.9,"n_ref":120},"(1, 2, 3)":{"Dice":NaN,"n_ref":0}},"prediction_file":"/out/liver_01.nii.gz","reference_file":"/gt/liver_01.nii.gz"}]}`;
  const named = read(text, 'nnunet3d/summary.json', { labelNames: { 1: 'liver', '(1, 2, 3)': 'kidney' } });
  expect(named).toMatchObject({ format: 'nnunet-summary', codes: [] });
  expect(named.short).toEqual([['liver_01', 'nnunet3d', 'liver', 'dice', 0.9], ['liver_01', 'nnunet3d', 'liver', 'n_ref', 120], ['liver_01', 'nnunet3d', 'kidney', 'dice', 'undefined'], ['liver_01', 'nnunet3d', 'kidney', 'n_ref', 0]]);
  expect(read(text, 'x/summary.json').codes).toEqual(['label-map-unnamed']);
});

test('nnU-Net v1', () => {
  const { short } = read('{"results":{"all":[{"1":{"Dice":0.5,"Jaccard":0.33,"Total Positives Reference":7},"reference":"/g/a.nii.gz","test":"/p/a.nii.gz"}],"mean":{}}}', 'old/summary.json', { labelNames: { 1: 'spleen' } });
  expect(short).toEqual([['a', 'old', 'spleen', 'dice', 0.5], ['a', 'old', 'spleen', 'iou', 0.33], ['a', 'old', 'spleen', 'Total Positives Reference', 7]]);
});

test('MONAI: paths as ids, nan, means left out, a header longer than its rows', () => {
  expect(read('filename,class0,class1,mean,mean\n/d/imagesTr/liver_12_0000.nii.gz,0.9123,nan,0.9123\n', 'run7/mean_dice_raw.csv')).toMatchObject({
    format: 'monai', codes: ['table-ragged'], short: [['liver_12', 'run7', 'class0', 'dice', 0.9123], ['liver_12', 'run7', 'class1', 'dice', 'undefined']] });
  expect(read('metric_name,metric_value\nmean_dice,0.9\n', 'metrics.csv').format).toBe('results-unknown');
});

test('Touchstone: the folder is the model, the file the metric, a blank an organ that is absent', () => {
  expect(read('name,aorta,gall_bladder\ns0001,0.91,\ns0002,0.5,0.25\n', 'UNETR/nsd.csv')).toMatchObject({ format: 'touchstone', codes: [], short: [
    ['s0001', 'UNETR', 'aorta', 'nsd', 0.91], ['s0001', 'UNETR', 'gall_bladder', 'nsd', 'absent'], ['s0002', 'UNETR', 'aorta', 'nsd', 0.5], ['s0002', 'UNETR', 'gall_bladder', 'nsd', 0.25]] });
});

test('TotalSegmentator: the tolerance is part of the metric', () => {
  expect(read('subject,dice-liver,surface_dice_3-liver\ns1,0.9,0.8\ns2,,\n', 'ts/evaluation.csv')).toMatchObject({ format: 'totalsegmentator-evaluate', short: [
    ['s1', 'ts', 'liver', 'dice', 0.9], ['s1', 'ts', 'liver', 'nsd@3mm', 0.8], ['s2', 'ts', 'liver', 'dice', 'undefined'], ['s2', 'ts', 'liver', 'nsd@3mm', 'undefined']] });
});

test('SAT: a sheet a metric, -1 where the label is not in the case', () => {
  const sheet = (value: number) => strToU8(`<worksheet><sheetData><row r="1"><c r="B1" t="inlineStr"><is><t>liver</t></is></c><c r="C1" t="inlineStr"><is><t>spleen</t></is></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>/d/CHAOS/mr_3.npy</t></is></c><c r="B2"><v>${value}</v></c><c r="C2"><v>-1</v></c></row></sheetData></worksheet>`);
  const bytes = zipSync({
    'xl/workbook.xml': strToU8('<workbook><sheets><sheet name="CHAOS_MRI_dice" r:id="a"/><sheet name="CHAOS_MRI_nsd" r:id="b"/></sheets></workbook>'),
    'xl/_rels/workbook.xml.rels': strToU8('<Relationships><Relationship Id="a" Target="worksheets/1.xml"/><Relationship Id="b" Target="/xl/worksheets/2.xml"/></Relationships>'),
    'xl/worksheets/1.xml': sheet(0.75), 'xl/worksheets/2.xml': sheet(0.5),
  });
  expect(read(bytes, 'SAT-Pro/step_1.xlsx')).toMatchObject({ format: 'sat', codes: [], short: [
    ['mr_3', 'SAT-Pro', 'liver', 'dice', 0.75], ['mr_3', 'SAT-Pro', 'spleen', 'dice', 'absent'], ['mr_3', 'SAT-Pro', 'liver', 'nsd', 0.5], ['mr_3', 'SAT-Pro', 'spleen', 'nsd', 'absent']] });
});

test('FairMedFM: one sample a row, without ids the row is the id', () => {
  expect(read('dice,sex,age\n0.9,M,50\n-1,F,60\n', 'fm/in.csv')).toMatchObject({ format: 'fairmedfm', short: [['row 2', 'fm', 'all', 'dice', 0.9], ['row 3', 'fm', 'all', 'dice', 'absent']] });
});

test('sex and age beside results are of the case, whether it has an id or is a row', () => {
  expect(read('dice,sex,age,race\n0.9,M,50,A\n0.8,F,60,B\n', 'fm/in.csv').people).toEqual([['row 2', 'sex male', 'age 50', 'race A'], ['row 3', 'sex female', 'age 60', 'race B']]);
  expect(read('case,organ,dice,sex,age\na,liver,0.9,F,61\na,spleen,0.8,F,61\nb,liver,0.7,M,40\n', 'x/y.csv')).toMatchObject({ format: 'long', codes: [], people: [['a', 'sex female', 'age 61'], ['b', 'sex male', 'age 40']] });
  const wide = read('name,aorta,age,sex\ns1,0.91,40,F\ns2,0.5,50,M\n', 'UNETR/dsc.csv');
  expect(wide.short).toEqual([['s1', 'UNETR', 'aorta', 'dice', 0.91], ['s2', 'UNETR', 'aorta', 'dice', 0.5]]);
  expect(wide.people).toEqual([['s1', 'sex female', 'age 40'], ['s2', 'sex male', 'age 50']]);
});

test('one unreadable cell is named and costs no organ its column', () => {
  expect(read('name,aorta,liver\ns1,0.9,0.8\ns2,0.8,failed\ns3,0.7,0.6\n', 'UNETR/dsc.csv')).toMatchObject({ codes: ['table-not-a-number'], short: [
    ['s1', 'UNETR', 'aorta', 'dice', 0.9], ['s1', 'UNETR', 'liver', 'dice', 0.8], ['s2', 'UNETR', 'aorta', 'dice', 0.8], ['s2', 'UNETR', 'liver', 'dice', 'unreadable'], ['s3', 'UNETR', 'aorta', 'dice', 0.7], ['s3', 'UNETR', 'liver', 'dice', 0.6]] });
});

test('a column beside the organs that holds no scores is named', () => {
  const { faults, short } = read('name,aorta,site\ns1,0.91,A\ns2,0.5,B\n', 'UNETR/dsc.csv');
  expect([faults.map((it) => [it.code, it.came]), short.map((it) => it[2])]).toEqual([[['results-columns-left', 'site']], ['aorta', 'aorta']]);
});

test('a sheet that is not understood is named; one of subjects is taken', () => {
  const sheet = (...rows: readonly (readonly string[])[]) => strToU8(`<worksheet><sheetData>${rows.map((row) => `<row>${row.map((it) => `<c t="inlineStr"><is><t>${it}</t></is></c>`).join('')}</row>`).join('')}</sheetData></worksheet>`);
  const names = ['CHAOS_dice', 'CHAOS', 'people'];
  const bytes = zipSync({
    'xl/workbook.xml': strToU8(`<workbook><sheets>${names.map((it) => `<sheet name="${it}" r:id="${it}"/>`).join('')}</sheets></workbook>`),
    'xl/_rels/workbook.xml.rels': strToU8(`<Relationships>${names.map((it) => `<Relationship Id="${it}" Target="${it}.xml"/>`).join('')}</Relationships>`),
    'xl/CHAOS_dice.xml': sheet(['', 'liver'], ['mr_3', '0.75']), 'xl/CHAOS.xml': sheet(['', 'liver'], ['mr_3', '0.5']), 'xl/people.xml': sheet(['id', 'sex'], ['mr_3', 'F']),
  });
  const { faults, short, people } = read(bytes, 'SAT-Pro/step_1.xlsx');
  expect(faults.map((it) => [it.code, it.where])).toEqual([['results-sheet-unknown', 'SAT-Pro/step_1.xlsx, sheet CHAOS']]);
  expect([short, people]).toEqual([[['mr_3', 'SAT-Pro', 'liver', 'dice', 0.75]], [['mr_3', 'sex female']]]);
});

test('a negative distance is no value, and is named', () => {
  expect(read('case,organ,dice,hd95\na,liver,0.5,-1\n', 'runs/medsam.csv')).toMatchObject({ codes: ['distance-negative'], short: [['a', 'runs', 'liver', 'dice', 0.5], ['a', 'runs', 'liver', 'hd95Mm', 'implausible']] });
});

test('nnU-Net counts the voxels of both masks, so that empty ones are known', () => {
  const statuses = (reference: number, prediction: number) => [...new Set(read(`{"metric_per_case":[{"metrics":{"1":{"Dice":0,"n_ref":${reference},"n_pred":${prediction}}},"prediction_file":"a.nii.gz"}]}`, 'm/summary.json').rows.map((it) => it.status))];
  expect([statuses(0, 0), statuses(0, 9), statuses(9, 0), statuses(9, 9)]).toEqual([['both-empty'], ['reference-empty'], ['prediction-empty'], ['ok']]);
});

test('long tables: metric and value, or a column for each metric; semicolons and decimal commas', () => {
  expect(read('case;model;organ;metric;value\na.nii.gz;SAM;liver;DSC;0,9\n', 'x.csv')).toMatchObject({ format: 'long', short: [['a', 'SAM', 'liver', 'dice', 0.9]] });
  expect(read('case_id,label,dice,hd95\na,liver,0.5,inf\n', 'runs/medsam.csv').short).toEqual([['a', 'runs', 'liver', 'dice', 0.5], ['a', 'runs', 'liver', 'hd95Mm', Infinity]]);
});

test('percentages, words and contradictions are named; what repeats itself is one row', () => {
  const { codes, short } = read('case,model,organ,metric,value\na,m,liver,dice,91.5\nb,m,liver,dice,good\nc,m,liver,dice,0.5\nc,m,liver,dice,0.6\nd,m,liver,dice,0.7\nd,m,liver,dice,0.7\n', 'x.csv');
  expect(short.map((it) => it[4])).toEqual(['implausible', 'unreadable', 0.5, 0.7]);
  expect(codes).toEqual(['result-case-twice', 'score-out-of-range', 'table-not-a-number']);
});

const ROWS: readonly ResultRow[] = [
  { caseId: '=cmd|x', model: 'iso, "prompt"', organ: 'liver', metric: 'dice', value: 0.1 + 0.2 },
  { caseId: '=cmd|x', model: 'iso, "prompt"', organ: 'liver', metric: 'hd95Mm', value: Infinity },
  { caseId: 'b', model: 'iso, "prompt"', organ: 'liver', metric: 'dice', value: null, gap: 'undefined' },
  { caseId: 'b', model: 'iso, "prompt"', organ: 'aorta', metric: 'dice', value: 1 },
];

test('long and wide CSV and JSON read back to the same rows, and no cell of theirs is a formula', () => {
  const absent: ResultRow = { caseId: 'c', model: 'sam', organ: 'aorta', metric: 'dice', value: null, gap: 'absent' };
  const long = formatLongCsv([...ROWS, absent]);
  expect(read(long, 'x.csv').rows).toEqual([...ROWS, absent]);
  expect(long).not.toMatch(/(^|,)"?[=+@]/m);
  expect(new Set(read(formatWideCsv(ROWS), 'x.csv').rows)).toEqual(new Set(ROWS));
  expect(read(formatResultsJson([...ROWS, absent], '1.0.0'), 'x.json')).toMatchObject({ format: 'isodice-json', rows: [...ROWS, absent] });
});

test('nnU-Net summary: means as by hand, NaN as nnU-Net writes it, the same rows when read again', () => {
  const rows: readonly ResultRow[] = [['a', 0.5], ['b', 0.7], ['c', null]].map(([id, value]) => ({ caseId: String(id), model: 'm', organ: 'liver', metric: 'dice', ...(value === null ? { value: null, gap: 'undefined' as const } : { value: Number(value) }) }));
  const text = formatNnunetSummary(rows, { liver: '5' });
  expect(text).toContain('"Dice": NaN');
  expect(JSON.parse(text.replaceAll('NaN', 'null'))).toMatchObject({ foreground_mean: { Dice: 0.6 }, mean: { 5: { Dice: 0.6 } } });
  expect(read(text, 'm/summary.json', { labelNames: { 5: 'liver' } }).rows).toEqual(rows);
  expect(() => formatNnunetSummary([...rows, { ...rows[0], model: 'other' }])).toThrow('one model');
});

test('FairMedFM csv: dice beside sex, age and BMI, unknown ones blank', () => {
  const rows = ROWS.filter((it) => it.organ === 'liver' && it.metric === 'dice');
  const text = formatFairMedFm(rows, () => ({ id: 's', provenance: [], covariates: { sex: { kind: 'category', value: 'female' }, age: { kind: 'number', value: 89, limit: 'at least' }, bmi: { kind: 'missing', reason: 'empty' } } }));
  expect(text).toBe("id,dice,sex,age,bmi\r\n'=cmd|x,0.30000000000000004,female,89+,\r\n");
  expect(read(text, 'm/x.csv').short).toEqual([['=cmd|x', 'm', 'all', 'dice', 0.1 + 0.2]]);
});

test('other files are named', () => {
  expect([read('{"a":1}', 'x.json').format, read('a,b\n1,2\n', 'x.csv').format, read('', 'x.csv').format, read('{"results":', 'x.json').format]).toEqual(['results-unknown', 'results-unknown', 'table-empty', 'json-unreadable']);
});
