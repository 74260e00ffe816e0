import { attemptNow, FaultError, type Result } from '#core/faults.ts';
import { decodeText } from '#core/cohort/decodeText.ts';
import { jsonTable } from '#core/cohort/jsonTable.ts';
import { parseSheetText } from '#core/cohort/parseCells.ts';
import type { RawTable } from '#core/cohort/rawTable.ts';
import { rawTable } from '#core/cohort/rawTable.ts';
import { xlsxTables } from '#core/cohort/xlsxTables.ts';

/** The tables of a CSV, TSV, JSON or XLSX file; what it is, its content says. */
export function readTables(bytes: Uint8Array, path: string): Result<readonly RawTable[]> {
  return attemptNow(() => {
    if (bytes[0] === 0x50 && bytes[1] === 0x4b) return xlsxTables(bytes, path);
    const { text, notices } = decodeText(bytes, path);
    if (/^\s*[[{]/.test(text)) return [jsonTable(text, path)];
    if (text.includes('\0')) throw new FaultError('table-unreadable', { where: path, expected: 'text', came: 'binary data' });
    return [rawTable(parseSheetText(text), { path, notices })];
  });
}
