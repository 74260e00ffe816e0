import { Button, Checkbox, Group, Menu, Stack, Text, TextInput, UnstyledButton } from '@mantine/core';
import IconArrowDown from '@tabler/icons-react/dist/esm/icons/IconArrowDown.mjs';
import IconArrowUp from '@tabler/icons-react/dist/esm/icons/IconArrowUp.mjs';
import IconColumns3 from '@tabler/icons-react/dist/esm/icons/IconColumns3.mjs';
import { memo, useMemo, useState } from 'react';
import classes from '#app/pages/data/CohortTable.module.css';
import { useSheetCells, useSheetRows } from '#app/pages/data/useSheet.ts';
import type { RowOrder } from '#core/cohort/cohortRows.ts';
import type { CohortSheet } from '#engine/protocol/sheetCalls.ts';

const ROW_PX = 28;
const COLUMN_PX = 150;
/** More than a tall screen shows, and some beyond each end. */
const ROWS_DRAWN = 72;
const BEFORE = 20;
const SHOWN_AT_FIRST = 12;

/** Who is in a cohort: sorted, filtered, with the columns of one's choice; only rows in sight are drawn, and all others stay in the worker. */
export function CohortTable({ cohortId, sheet }: { readonly cohortId: string; readonly sheet: CohortSheet }) {
  const [filter, setFilter] = useState('');
  const [order, setOrder] = useState<RowOrder | null>(null);
  const [hidden, setHidden] = useState<ReadonlySet<number>>(() => new Set([...sheet.columns.keys()].filter((it) => it >= SHOWN_AT_FIRST)));
  const { rows: visible, state } = useSheetRows(cohortId, filter, order);
  const columns = useMemo(() => [...sheet.columns.keys()].filter((it) => !hidden.has(it)), [sheet, hidden]);
  const [firstRow, setFirstRow] = useState(0);
  const inSight = useMemo(() => visible.slice(firstRow, firstRow + ROWS_DRAWN), [visible, firstRow]);
  const cells = useSheetCells(cohortId, inSight);
  const sortBy = (column: number) => setOrder((before) => (before?.column !== column ? { column, direction: 'ascending' } : before.direction === 'ascending' ? { column, direction: 'descending' } : null));
  const toggle = (column: number) => setHidden((before) => new Set(before.has(column) ? [...before].filter((it) => it !== column) : [...before, column]));
  return (
    <Stack gap="xs" flex={1} mih={0}>
      <Group px="md">
        <TextInput size="xs" w={260} placeholder="Filter: every word has to occur" aria-label="Filter rows" value={filter} onChange={(event) => setFilter(event.currentTarget.value)} />
        <Menu closeOnItemClick={false} position="bottom-start" withinPortal>
          <Menu.Target><Button size="xs" variant="default" leftSection={<IconColumns3 size={14} />}>Columns ({columns.length} of {sheet.columns.length})</Button></Menu.Target>
          <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }} p="xs">
            <Stack gap={6}>{sheet.columns.map((name, at) => <Checkbox key={name} size="xs" label={name} checked={!hidden.has(at)} onChange={() => toggle(at)} />)}</Stack>
          </Menu.Dropdown>
        </Menu>
        <Text size="xs" c="dimmed" role="status" aria-busy={state === 'asking'}>{visible.length.toLocaleString('en')} of {sheet.rows.toLocaleString('en')} rows</Text>
      </Group>
      <div onScroll={(event) => setFirstRow(firstDrawn(event.currentTarget.scrollTop))} className={classes['scroll']} role="table" aria-label="Cases and subjects" aria-rowcount={visible.length + 1} tabIndex={0}>
        <div className={classes['head']} role="row" style={{ width: columns.length * COLUMN_PX }}>
          {columns.map((at) => {
            const direction = order?.column === at ? order.direction : undefined;
            return (
              <div key={at} role="columnheader" aria-sort={direction ?? 'none'} className={classes['cell']}>
                <UnstyledButton className={classes['sort']} onClick={() => sortBy(at)}>
                  {sheet.columns[at]}{direction === 'ascending' && <IconArrowUp size={12} />}{direction === 'descending' && <IconArrowDown size={12} />}
                </UnstyledButton>
              </div>
            );
          })}
        </div>
        <div role="rowgroup" style={{ height: visible.length * ROW_PX, position: 'relative', width: columns.length * COLUMN_PX }}>
          {Array.from(inSight, (row, n) => <Row key={firstRow + n} index={firstRow + n} columns={columns} cells={cells.get(row)} />)}
        </div>
      </div>
    </Stack>
  );
}

interface RowProps { readonly index: number; readonly columns: readonly number[]; readonly cells: readonly string[] | undefined }

/** A row whose cells have not come yet is there, and empty. */
const Row = memo(function Row({ index, columns, cells }: RowProps) {
  return (
    <div role="row" aria-rowindex={index + 2} className={classes['row']} style={{ transform: `translateY(${index * ROW_PX}px)` }}>
      {columns.map((at) => {
        const text = cells?.[at] ?? '';
        return <div key={at} role="cell" className={classes['cell']} title={text} data-missing={text.startsWith('(') || text === 'no scan' ? true : undefined}>{text}</div>;
      })}
    </div>
  );
});

/** Steps of ten rows, so that most scrolling draws nothing anew. */
function firstDrawn(scrollTop: number): number {
  return Math.max(0, Math.floor(scrollTop / ROW_PX / 10) * 10 - BEFORE);
}
