export type Separator = ',' | ';' | '\t';

/** A title above the header has no separator; so many lines are looked at. */
const MOST_LINES = 10;

/** The separator of which the first line that has any has most outside quotes; a comma where none of the first lines has one. */
export function separatorOf(text: string): Separator {
  const counts: Record<Separator, number> = { ',': 0, ';': 0, '\t': 0 };
  let quoted = false, isFound = false, lines = 0;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (sign === '"') quoted = !quoted;
    else if (!quoted && (sign === '\n' || sign === '\r')) { if (isFound || ++lines === MOST_LINES) break; }
    else if (!quoted && (sign === ',' || sign === ';' || sign === '\t')) {
      counts[sign]++;
      isFound = true;
    }
  }
  if (counts['\t'] > 0 && counts['\t'] >= counts[';'] && counts['\t'] >= counts[',']) return '\t';
  return counts[';'] > counts[','] ? ';' : ',';
}

/**
 * Rows of cells as RFC 4180 has them, of any length; blank lines are passed over, cells are trimmed unless quoted. A
 * quote inside an unquoted cell is a letter, and a quoted cell that is never closed ends with the text.
 */
export function parseCells(text: string, separator: Separator = separatorOf(text)): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  const endRow = (): void => {
    if (row.length > 1 || (row.length === 1 && row[0] !== '')) rows.push(row);
    row = [];
  };
  const isEnd = (sign: string): boolean => sign === '\n' || sign === '\r';
  while (at < text.length) {
    let start = at;
    while (text[start] === ' ') start++;
    let cell: string;
    if (text[start] === '"') {
      const parts: string[] = [];
      let from = start + 1;
      for (;;) {
        const quote = text.indexOf('"', from);
        parts.push(text.slice(from, quote < 0 ? text.length : quote));
        at = quote < 0 ? text.length : quote + 1;
        if (text[at] !== '"') break;
        parts.push('"');
        from = at + 1;
      }
      const after = at;
      while (at < text.length && text[at] !== separator && !isEnd(text[at])) at++;
      cell = parts.join('') + text.slice(after, at).trimEnd();
    } else {
      while (at < text.length && text[at] !== separator && !isEnd(text[at])) at++;
      cell = text.slice(start, at).trim();
    }
    row.push(cell);
    if (text[at] === separator) {
      at++;
      if (at === text.length) row.push('');
    } else {
      endRow();
      if (text[at] === '\r') at++;
      if (text[at] === '\n') at++;
    }
  }
  endRow();
  return rows;
}

/** Cells of a text whose first line may be "sep=;", by which Excel is told the separator. */
export function parseSheetText(text: string): string[][] {
  const told = /^"?sep=([,;\t])"?[,;]*(?:\r\n|\n|\r)/i.exec(text);
  return told ? parseCells(text.slice(told[0].length), told[1] as Separator) : parseCells(text);
}
