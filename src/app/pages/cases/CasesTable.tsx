import { Anchor, UnstyledButton } from '@mantine/core';
import IconArrowDown from '@tabler/icons-react/dist/esm/icons/IconArrowDown.mjs';
import IconArrowUp from '@tabler/icons-react/dist/esm/icons/IconArrowUp.mjs';
import { useState } from 'react';
import type { CaseColumn } from '#app/pages/cases/caseColumns.ts';
import classes from '#app/pages/cases/CasesTable.module.css';

const ROW_PX = 30;
/** More than a tall screen shows, and some beyond each end. */
const ROWS_DRAWN = 90;
const BEFORE = 20;

interface CasesTableProps {
  readonly columns: readonly CaseColumn[];
  readonly rows: Uint32Array;
  readonly sort: string;
  readonly direction: 'ascending' | 'descending';
  readonly onSort: (column: string) => void;
  /** Opens a row's case; null where cases of this table cannot be opened. */
  readonly onOpen: ((row: number) => void) | null;
  /** Address of a row's case, for opening it in another tab. */
  readonly hrefOf: (row: number) => string;
}

/** Rows of a result table; only those in sight are drawn. */
export function CasesTable({ columns, rows, sort, direction, onSort, onOpen, hrefOf }: CasesTableProps) {
  const [first, setFirst] = useState(0);
  const inSight = Array.from({ length: Math.max(0, Math.min(rows.length - first, ROWS_DRAWN)) }, (_, n) => first + n);
  const width = columns.reduce((sum, it) => sum + it.widthPx, 0);
  return (
    <div onScroll={(event) => setFirst(firstDrawn(event.currentTarget.scrollTop))} className={classes['scroll']} role="table" aria-label="Cases" aria-rowcount={rows.length + 1} tabIndex={0}>
      <div role="row" className={classes['head']} style={{ width }}>
        {columns.map((it) => (
          <div key={it.id} role="columnheader" aria-sort={it.id === sort ? direction : 'none'} className={classes['cell']} data-align={it.align} style={{ width: it.widthPx }}>
            <UnstyledButton className={classes['sort']} onClick={() => onSort(it.id)}>
              {it.label}{it.id === sort && (direction === 'ascending' ? <IconArrowUp size={12} aria-hidden /> : <IconArrowDown size={12} aria-hidden />)}
            </UnstyledButton>
          </div>
        ))}
      </div>
      <div role="rowgroup" className={classes['body']} style={{ height: rows.length * ROW_PX, width }}>
        {inSight.map((index) => {
          const row = rows[index];
          return (
            <div key={index} role="row" aria-rowindex={index + 2} className={classes['row']} style={{ transform: `translateY(${index * ROW_PX}px)` }} {...(onOpen ? { 'data-opens': true, onClick: () => onOpen(row) } : {})}>
              {columns.map((it) => {
                const text = it.text(row);
                return (
                  <div key={it.id} role="cell" className={classes['cell']} data-align={it.align} data-missing={text.startsWith('(') || text === '–' ? true : undefined} style={{ width: it.widthPx }} title={text}>
                    {it.id === 'case' && onOpen ? <Anchor href={hrefOf(row)} fz="inherit" onClick={(event) => { if (!event.ctrlKey && !event.metaKey) event.preventDefault(); else event.stopPropagation(); }}>{text}</Anchor> : text}
                  </div>
                );
              })}
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** Steps of ten rows, so that most scrolling draws nothing anew. */
function firstDrawn(scrollTop: number): number {
  return Math.max(0, Math.floor(scrollTop / ROW_PX / 10) * 10 - BEFORE);
}
