import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { ageValue, sexValue } from '#core/cohort/cellValues.ts';
import { covariateText } from '#core/cohort/covariate.ts';
import type { DemographicsAnswers } from '#core/cohort/demographics.ts';
import { readDemographics } from '#core/cohort/demographics.ts';
import { formatCells } from '#core/cohort/formatCells.ts';
import { parseCells } from '#core/cohort/parseCells.ts';
import { readTable } from '#core/cohort/readTable.ts';
import { readTables } from '#core/cohort/readTables.ts';

function tables(content: string | Uint8Array, path = 'table.csv') {
  const result = readTables(typeof content === 'string' ? strToU8(content) : content, path);
  if (result.state === 'failed') throw new Error(result.fault.code);
  return result.value;
}
const codeOf = (content: string | Uint8Array): string => { const it = readTables(typeof content === 'string' ? strToU8(content) : content, 't'); return it.state === 'failed' ? it.fault.code : 'done'; };
/** Subjects as text, and the codes of all faults. */
function demographics(content: string | Uint8Array, answers: DemographicsAnswers = {}) {
  const { subjects, faults, columns } = readDemographics(tables(content)[0], answers);
  return {
    columns, faults, codes: faults.map((it) => it.code),
    subjects: Object.fromEntries(subjects.map((it) => [it.id, Object.fromEntries(Object.entries(it.covariates).map(([name, value]) => [name, value.kind === 'missing' ? value.reason : covariateText(value)]))])),
  };
}

test('cells: quotes, doubled quotes, separators and line ends in quotes, CRLF, empty last cells, blank lines', () => {
  expect(parseCells('a,b,c\r\n"x, ""y""","1\n2",\r\n\r\n , 3 ,z')).toEqual([['a', 'b', 'c'], ['x, "y"', '1\n2', ''], ['', '3', 'z']]);
  expect(parseCells('a\tb;c\n1\t2')).toEqual([['a', 'b;c'], ['1', '2']]);
  expect(parseCells('a,5" tube\n"never closed')).toEqual([['a', '5" tube'], ['never closed']]);
  expect(parseCells('a,\nb,')).toEqual([['a', ''], ['b', '']]);
});

test('a table by columns refuses names that repeat and tables without rows', () => {
  const code = (text: string) => { const it = readTable(text); return it.state === 'failed' ? it.fault.code : [...it.value.columns]; };
  expect(code('\uFEFFid;age\n1;2')).toEqual([['id', ['1']], ['age', ['2']]]);
  expect([code('a,a\n1,2'), code('a,b\n'), code(' ')]).toEqual(['table-unreadable', 'table-empty', 'table-empty']);
});

test('ages as data sets write them, in years', () => {
  const text = (cell: string) => { const it = ageValue(cell); return it.kind === 'missing' ? it.reason : covariateText(it); };
  expect(['045Y', '006M', '50.00', '52,5', '89+', '> 89', '<1', '63 years', '0', '730.5d'].map(text)).toEqual(['45', '0.5', '50', '52.5', '89+', '89+', '<=1', '63', '0', '2']);
  expect(['', 'n/a', '-', 'NaN', '250', '-3', '60-69', '1e3'].map(text)).toEqual(['empty', 'marked missing', 'marked missing', 'marked missing', 'implausible', 'implausible', 'unreadable', 'unreadable']);
});

test('sex: words in one spelling, others kept, codes never guessed', () => {
  const text = (cell: string, coding = {}) => { const it = sexValue(cell, coding); return it.kind === 'missing' ? it.reason : covariateText(it); };
  expect(['M', 'm', 'male', 'F', ' Female ', 'w', 'transgender_male_to_female', 'U', 'n/a', '1', '0.0'].map((it) => text(it))).toEqual(
    ['male', 'male', 'male', 'female', 'female', 'female', 'transgender_male_to_female', 'marked missing', 'marked missing', 'code 1', 'code 0']);
  expect(text('1.0', { 1: 'male' })).toBe('male');
});

test('TotalSegmentator: semicolons, byte order mark, blank sex, ages with decimals, blanks at the end of study types', () => {
  const { subjects, codes, columns } = demographics('\uFEFFimage_id;age;gender;institute;study_type\ns0000;50.00;m;I;ct  thorax \ns0001;;;A;\n');
  expect(subjects).toEqual({ s0000: { sex: 'male', age: '50', institute: 'I', study_type: 'ct thorax' }, s0001: { sex: 'empty', age: 'empty', institute: 'A', study_type: 'empty' } });
  expect(codes).toEqual([]);
  expect(columns.map((it) => it.role)).toEqual(['id', 'age', 'sex', 'other', 'other']);
});

test('AMOS: names of DICOM fields, ids that are numbers, NaN ages', () => {
  const { subjects } = demographics("amos_id,Patient's Birth Date,Patient's Sex,Patient's Age,Site\n1,19760101,M,045Y,A\n2,,F,NaN,B\n");
  expect(subjects['1']).toMatchObject({ sex: 'male', age: '45', Site: 'A' });
  expect(subjects['2']).toMatchObject({ sex: 'female', age: 'marked missing' });
});

test('Latin-1 with semicolons and decimal commas', () => {
  const { subjects, codes } = demographics(Uint8Array.from('id;age;bmi;ville\n7;52,5;24,9;Orl\u00e9ans\n', (it) => it.charCodeAt(0)));
  expect(subjects).toEqual({ 7: { age: '52.5', bmi: '24.9', ville: 'Orléans' } });
  expect(codes).toEqual(['text-not-utf8']);
});

test('BIDS: tabs, n/a, "-", 89+, BMI of height and weight', () => {
  const { subjects, codes } = demographics('participant_id\tage\tsex\theight\tweight\nsub-01\t89+\tF\t160\t64\nsub-02\tn/a\tm\t-\t80\n');
  expect(subjects).toEqual({
    'sub-01': { sex: 'female', age: '89+', bmi: '25', heightCm: '160', weightKg: '64' },
    'sub-02': { sex: 'male', age: 'marked missing', heightCm: 'marked missing', weightKg: '80' },
  });
  expect(codes).toEqual([]);
});

test('0 and 1 for sex are asked, and the answer is taken', () => {
  const text = 'id,sex\na,0\nb,1\n';
  expect(demographics(text)).toMatchObject({ subjects: { a: { sex: 'code 0' }, b: { sex: 'code 1' } }, codes: ['sex-coding-unconfirmed'] });
  expect(demographics(text, { sexCoding: { 0: 'female', 1: 'male' } })).toMatchObject({ subjects: { a: { sex: 'female' }, b: { sex: 'male' } }, codes: [] });
});

test('BMI in the height column is asked; heights in metres and inches are seen; an age of 250 and a BMI of 2.5 are left out', () => {
  expect(demographics('id,height\na,24.1\nb,31\nc,27\n').codes).toEqual(['height-holds-bmi']);
  expect(demographics('id,height,weight\na,1.60,64\nb,1.8,80\n')).toMatchObject({ subjects: { a: { bmi: '25', heightCm: '160' } }, codes: ['unit-assumed'] });
  expect(demographics('id,height_in,weight_lb\na,70,150\n').subjects['a']).toMatchObject({ bmi: '21.52' });
  const { subjects, faults } = demographics('id,age,bmi\na,250,2.5\nb,25,25\n');
  expect(subjects).toEqual({ a: { age: 'implausible', bmi: 'implausible' }, b: { age: '25', bmi: '25' } });
  expect(faults.map((it) => [it.code, it.came])).toEqual([['age-implausible', 'row 2'], ['bmi-implausible', 'row 2']]);
});

test('two rows of one subject: one fills what the other lacks; where they disagree the value is unknown and named', () => {
  const { subjects, faults } = demographics('id,age,sex,bmi\na,40,M,\na,41,M,22\nb,30,F,20\nb,30,F,20\n,9,M,9\n');
  expect(subjects).toEqual({ a: { age: 'rows disagree', sex: 'male', bmi: '22' }, b: { age: '30', sex: 'female', bmi: '20' } });
  expect(faults.map((it) => [it.code, it.came])).toEqual([['table-subject-differs', 'rows 2, 3'], ['id-missing', 'row 6']]);
});

test('a value that one row of a subject has is taken, and BMI is of all its rows', () => {
  expect(demographics('id,height,weight\na1,,64\na1,160,64\n')).toMatchObject({ subjects: { a1: { heightCm: '160', weightKg: '64', bmi: '25' } }, codes: [] });
  expect(demographics('id,height,weight\na1,160,\na1,,64\n').subjects['a1']).toMatchObject({ bmi: '25' });
  expect(demographics('id,height,weight\na1,160,64\na1,170,64\n')).toMatchObject({ subjects: { a1: { heightCm: 'rows disagree', bmi: 'rows disagree' } }, codes: ['table-subject-differs'] });
});

test('weights in pounds are asked about, and a BMI that its height and weight contradict is named', () => {
  const { faults } = demographics('id,height,weight\na,170,165\nb,180,190\nc,160,150\n');
  expect(faults.map((it) => [it.code, it.came])).toEqual([['body-units-doubtful', '58.59; with weights in pounds it would be 26.6']]);
  expect(demographics('id,height,weight_lb\na,170,165\nb,180,190\nc,160,150\n').codes).toEqual([]);
  const beside = demographics('id,height,weight,bmi\na,160,64,25.1\nb,160,64,35\n');
  expect(beside.subjects['b']).toMatchObject({ bmi: '35' });
  expect(beside.faults.map((it) => [it.code, it.came])).toEqual([['bmi-differs', 'row 3']]);
});

test('JSON: a list, an object by id, columns; nested objects, null and literal NaN', () => {
  expect(demographics('[{"case_id":"case_00000","gender":"male","bmi":29.47,"smoker":{"now":false}},{"case_id":"case_00461","gender":"female","bmi":NaN,"smoker":null}]').subjects).toEqual({
    case_00000: { sex: 'male', bmi: '29.47', 'smoker.now': 'false', smoker: 'empty' }, case_00461: { sex: 'female', bmi: 'empty', 'smoker.now': 'empty', smoker: 'empty' } });
  expect(tables('{"a":{"age":3},"b":{"age":4}}')[0]).toMatchObject({ header: ['id', 'age'], rows: [['a', '3'], ['b', '4']] });
  expect(tables('{"id":["a \\" NaN"],"age":[3]}')[0].rows).toEqual([['a " NaN', '3']]);
  expect(['[1,2]', '{', '{"a":1}', '[]'].map(codeOf)).toEqual(Array(4).fill('json-unreadable'));
});

test('formulas are kept as text, named, and never written unescaped; what is written reads the same', () => {
  const evil = '=HYPERLINK("http://x","y")';
  const [table] = tables(`id,note\na,"${evil.replaceAll('"', '""')}"\nb,-0.5\n`);
  expect(table.rows).toEqual([['a', evil], ['b', '-0.5']]);
  expect(table.notices.map((it) => it.code)).toEqual(['cell-formula']);
  const written = formatCells([['id', 'note'], ['a', evil], ['b', '@x'], ['c', "'=y"], ['d', '+1'], ['e', -0.5], ['f', null], ['g', ' a\n"b"']]);
  expect(written.split(/\r\n/).slice(0, 4)).toEqual(['id,note', `a,"'${evil.replaceAll('"', '""')}"`, "b,'@x", "c,''=y"]);
  expect(tables(written)[0].rows).toEqual([['a', evil], ['b', '@x'], ['c', "'=y"], ['d', '+1'], ['e', '-0.5'], ['f', ''], ['g', ' a\n"b"']]);
});

test('rows longer or shorter than the header are named', () => {
  const [table] = tables('a,b,c\n1,2\n1,2,3,4\n');
  expect(table.rows).toEqual([['1', '2', ''], ['1', '2', '3']]);
  expect(table.notices.map((it) => [it.code, it.came])).toEqual([['table-ragged', 'others in rows 2, 3']]);
});

test('Excel\'s line sep=; and titles above the header are passed over, and rows are counted from the top', () => {
  expect(tables('sep=;\r\nid;age\r\na;52,5\r\n')[0]).toMatchObject({ header: ['id', 'age'], rows: [['a', '52,5']], notices: [] });
  const [titled] = tables('Patients 2020\nid;age\na;40\nb;250\n');
  expect(titled).toMatchObject({ header: ['id', 'age'], titleRows: 1, rows: [['a', '40'], ['b', '250']] });
  expect(readDemographics(titled).faults.map((it) => [it.code, it.came])).toEqual([['table-title-rows', 'Patients 2020'], ['age-implausible', 'row 4']]);
  expect(tables(',liver\nmr_3,nan\n')[0].header).toEqual(['', 'liver']);
  expect(tables('id\n7,8\n')[0].header).toEqual(['id']);
});

/** An XLSX workbook of one sheet from its XML parts. */
function workbook(sheetData: string, parts: { strings?: string; styles?: string; after?: string } = {}): Uint8Array {
  return zipSync({
    'xl/workbook.xml': strToU8('<?xml version="1.0"?><workbook xmlns:r="x"><sheets><sheet name="Pat &amp; co" sheetId="1" r:id="rId7"/></sheets></workbook>'),
    'xl/_rels/workbook.xml.rels': strToU8('<Relationships><Relationship Id="rId7" Target="worksheets/sheet1.xml"/></Relationships>'),
    'xl/worksheets/sheet1.xml': strToU8(`<worksheet><sheetData>${sheetData}</sheetData>${parts.after ?? ''}</worksheet>`),
    'xl/sharedStrings.xml': strToU8(parts.strings ?? '<sst/>'),
    'xl/styles.xml': strToU8(parts.styles ?? '<styleSheet/>'),
  });
}

describe('XLSX', () => {
  test('shared, rich and inline strings, numbers, dates, booleans, formulas with their last value, errors, gaps', () => {
    const [table] = tables(workbook(
      '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>age</t></is></c><c r="D1" t="s"><v>1</v></c></row>' +
      '<row r="3"><c r="A3"><v>7</v></c><c r="B3"><f>6*7</f><v>42</v></c><c r="C3" t="e"><v>#N/A</v></c><c r="D3" s="1"><v>45000</v></c></row>' +
      '<row r="4"><c r="A4"><v>1.5</v></c><c r="B4" t="b"><v>1</v></c><c r="D4"/></row>',
      { strings: '<sst><si><t>id</t></si><si><r><t>scan</t></r><r><t> day</t></r><rPh><t>x</t></rPh></si></sst>', styles: '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy\\-mm"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs></styleSheet>' }));
    expect(table).toMatchObject({ sheet: 'Pat & co', header: ['id', 'age', '', 'scan day'], rows: [['7', '42', '', '2023-03-15'], ['1.5', 'true', '', '']] });
  });

  test('a merged cell stands for all it covers, and is named', () => {
    const row = (n: number, ...cells: string[]) => `<row r="${n}">${cells.map((it, i) => (it === '' ? '' : `<c r="${'AB'[i]}${n}" t="str"><v>${it}</v></c>`)).join('')}</row>`;
    const [table] = tables(workbook(row(1, 'id', 'site') + row(2, 'a', 'X') + row(3, 'b', '') + row(4, 'c', 'Y'), { after: '<mergeCells><mergeCell ref="B2:B3"/></mergeCells>' }));
    expect(table.rows).toEqual([['a', 'X'], ['b', 'X'], ['c', 'Y']]);
    expect(table.notices.map((it) => [it.code, it.came])).toEqual([['table-merged-cells', 'B2:B3']]);
  });

  test('formulas that nothing has computed are named; a formula of no text is one of no text', () => {
    const [table] = tables(workbook('<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c><c r="B1" t="inlineStr"><is><t>age</t></is></c></row><row r="2"><c r="A2"><v>7</v></c><c r="B2"><f>40+2</f></c><c r="AB2"><f>1</f></c><c r="AC2" t="str"><f>""</f><v></v></c></row>'));
    expect(table.rows).toEqual([['7', '']]);
    expect(table.notices[0]).toMatchObject({ code: 'cell-uncomputed', came: 'formulas alone in B2, AB2' });
  });

  test('a cell far away costs a fault and no memory; what is no workbook is named', () => {
    expect(codeOf(workbook('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))).toBe('xlsx-unreadable');
    expect(codeOf(workbook('<row <'))).toBe('xlsx-unreadable');
    expect(codeOf(zipSync({ 'a.txt': strToU8('x') }))).toBe('xlsx-unreadable');
    expect(codeOf(workbook(''))).toBe('table-empty');
    expect(codeOf(strToU8('PK\u0003\u0004 damaged'))).toBe('zip-unreadable');
  });
});
