import { idsText } from '#core/cohort/layouts/caseParts.ts';
import { fault, FaultError } from '#core/faults.ts';
import type { Fault } from '#core/faults.ts';
import type { RawTable } from '#core/cohort/rawTable.ts';
import { rawTable, tableName } from '#core/cohort/rawTable.ts';
import { readSheetCells } from '#core/cohort/xlsxSheet.ts';
import type { CellRange } from '#core/cohort/xlsxSheet.ts';
import { readXml, attribute } from '#core/cohort/xmlTags.ts';
import { readZipDirectory } from '#core/cohort/zipDirectory.ts';

const MOST_XML_BYTES = 256 << 20;

/** The sheets of an XLSX workbook that have cells, as text; merged cells stand for all they cover, formulas for their last value. */
export function xlsxTables(bytes: Uint8Array, path: string): readonly RawTable[] {
  const parts = new Map(readZipDirectory(bytes, path).entries.map((it) => [it.path, it]));
  const xml = (part: string): string | undefined => {
    const entry = parts.get(part);
    if (entry === undefined) return undefined;
    if (entry.sizeBytes > MOST_XML_BYTES) throw new FaultError('xlsx-unreadable', { where: path, expected: `at most ${MOST_XML_BYTES} bytes a sheet`, came: `${entry.sizeBytes}` });
    return new TextDecoder('utf-8').decode(entry.read());
  };
  const workbook = xml('xl/workbook.xml');
  if (workbook === undefined) throw new FaultError('xlsx-unreadable', { where: path, expected: 'xl/workbook.xml', came: [...parts.keys()].slice(0, 4).join(', ') });
  const targets = relationTargets(xml('xl/_rels/workbook.xml.rels') ?? '', path);
  const strings = sharedStrings(xml('xl/sharedStrings.xml') ?? '', path);
  const isDate = dateStyles(xml('xl/styles.xml') ?? '', path);
  const tables: RawTable[] = [];
  for (const { name, relation } of sheetsOf(workbook, path)) {
    const sheet = xml(targets.get(relation) ?? '');
    if (sheet === undefined) continue;
    const where = tableName({ path, sheet: name });
    const { rows, merges, uncomputed } = readSheetCells(sheet, { where, strings, isDate });
    const cells = withMerges(rows, merges).filter((row) => row.some((cell) => cell !== ''));
    const notices: Fault[] = merges.length > 0 ? [fault('table-merged-cells', { where, came: merges.slice(0, 5).map((it) => it.text).join(', ') })] : [];
    if (uncomputed.length > 0) notices.push(fault('cell-uncomputed', { where, came: `formulas alone in ${idsText(uncomputed)}` }));
    if (cells.length > 0) tables.push(rawTable(cells, { path, sheet: name, notices }));
  }
  if (tables.length === 0) throw new FaultError('table-empty', { where: path, expected: 'a sheet with cells', came: 'none' });
  return tables;
}

function sheetsOf(workbook: string, path: string): { readonly name: string; readonly relation: string }[] {
  const sheets: { name: string; relation: string }[] = [];
  readXml(workbook, path, (event) => {
    if (event.kind === 'open' && event.name === 'sheet') sheets.push({ name: attribute(event.attributes, 'name') ?? '', relation: attribute(event.attributes, '[\\w]+:id') ?? '' });
  });
  return sheets;
}

function relationTargets(rels: string, path: string): ReadonlyMap<string, string> {
  const targets = new Map<string, string>();
  readXml(rels, path, (event) => {
    if (event.kind !== 'open' || event.name !== 'Relationship') return;
    const target = attribute(event.attributes, 'Target') ?? '';
    targets.set(attribute(event.attributes, 'Id') ?? '', target.startsWith('/') ? target.slice(1) : `xl/${target}`);
  });
  return targets;
}

function sharedStrings(xml: string, path: string): readonly string[] {
  const strings: string[] = [];
  let inText = false, inPhonetic = false;
  readXml(xml, path, (event) => {
    if (event.kind === 'open') {
      if (event.name === 'si') strings.push('');
      if (event.name === 'rPh') inPhonetic = true;
      inText = event.name === 't' && !inPhonetic;
    } else if (event.kind === 'close') {
      if (event.name === 'rPh') inPhonetic = false;
      inText = false;
    } else if (inText && strings.length > 0) strings[strings.length - 1] += event.text;
  });
  return strings;
}

/** Whether a cell style shows a date: built-in formats 14 to 22, or one of its own with year or day in it. */
function dateStyles(xml: string, path: string): (style: number) => boolean {
  const own = new Set<number>();
  const styles: number[] = [];
  let inCells = false;
  readXml(xml, path, (event) => {
    if (event.kind === 'close') { if (event.name === 'cellXfs') inCells = false; return; }
    if (event.kind !== 'open') return;
    if (event.name === 'cellXfs') inCells = true;
    const format = Number(attribute(event.attributes, 'numFmtId') ?? Number.NaN);
    if (event.name === 'numFmt' && /[yd]/i.test((attribute(event.attributes, 'formatCode') ?? '').replace(/"[^"]*"|\[[^\]]*\]|\\./g, ''))) own.add(format);
    if (event.name === 'xf' && inCells) styles.push(format);
  });
  return (style) => { const format = styles[style]; return format !== undefined && ((format >= 14 && format <= 22) || own.has(format)); };
}

/** Only within the rows and columns that have cells, so that a merge of the whole sheet costs nothing. */
function withMerges(rows: readonly string[][], merges: readonly CellRange[]): string[][] {
  const filled = rows.map((row) => [...row]);
  for (const { fromRow, toRow, fromColumn, toColumn } of merges) {
    const value = filled[fromRow]?.[fromColumn] ?? '';
    if (value === '') continue;
    for (let row = fromRow; row <= Math.min(toRow, filled.length - 1); row++) {
      const width = filled[row].length;
      for (let column = fromColumn; column <= Math.min(toColumn, Math.max(width - 1, fromColumn)); column++) if ((filled[row][column] ?? '') === '') filled[row][column] = value;
      for (let column = width; column < filled[row].length; column++) filled[row][column] ??= '';
    }
  }
  return filled;
}

