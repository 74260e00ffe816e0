import { Center, Loader, Stack, Text } from '@mantine/core';
import { useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { useCallback, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { casePlace } from '#app/actions/casePlace.ts';
import { notesOf } from '#app/actions/caseNotes.ts';
import { needColumns, openBundled } from '#app/actions/openBundled.ts';
import { caseColumns } from '#app/pages/cases/caseColumns.ts';
import { CaseFilters } from '#app/pages/cases/CaseFilters.tsx';
import type { CasesSearch } from '#app/pages/cases/casesSearch.ts';
import { CasesTable } from '#app/pages/cases/CasesTable.tsx';
import { useCaseRows } from '#app/pages/cases/useCaseRows.ts';
import { useCasesCommands } from '#app/pages/cases/useCasesCommands.ts';
import { useCohortDesk } from '#app/parts/cohortDeskContext.ts';
import { TableNotice } from '#app/parts/TableNotice.tsx';
import { resultsStore } from '#app/stores/resultsStore.ts';
import { runsStore } from '#app/stores/runsStore.ts';
import type { ResultTable } from '#core/cohort/resultTable.ts';

/** Every result of every case, the worst first: the way from a number to the image behind it. */
export function CasesPage() {
  const table = resultsStore((it) => it.table);
  useEffect(() => { if (!table) void openBundled(); }, [table]);
  if (!table) return <Center h="100%"><Loader aria-label="The results are being opened" /></Center>;
  return <Cases table={table} />;
}

function Cases({ table }: { readonly table: ResultTable }) {
  const place = resultsStore((it) => it.place);
  const search = useSearch({ from: '/cases' });
  const asked = useDeferredValue(search);
  const navigate = useNavigate();
  const router = useRouter();
  const tags = useTags(table.name);
  const all = useMemo(() => caseColumns(table, tags), [table, tags]);
  const shown = useMemo(() => all.filter(({ id, first }) => (search.columns ? search.columns.includes(id) || id === 'case' : first)), [all, search.columns]);
  const measures = [...shown.map(({ id }) => id), search.sort ?? 'dice'].filter((id) => table.columnNames.includes(id)).join(' ');
  useEffect(() => { void needColumns(measures.split(' ')); }, [measures]);
  const rows = useCaseRows(table, all, tags, asked);

  const choose = useCallback((change: Partial<CasesSearch>): void => {
    const next = { ...search, ...change };
    void navigate({ to: '/cases', search: Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined)) as CasesSearch, replace: true });
  }, [search, navigate]);
  const sort = search.sort ?? 'dice';
  const direction = search.direction ?? 'ascending';
  const sortBy = (id: string): void => choose({ sort: id, direction: id === sort && direction === 'ascending' ? 'descending' : 'ascending' });
  const stored = runsStore((it) => it.runs);
  const isOpenable = place === 'bundled' || table.runs.some(({ record }) => stored.some(({ id }) => id === record));
  const placeOf = useCallback((row: number) => casePlace(table.cases[table.rows.case[row]].id, table.runs[table.rows.run[row]].id, table.organs[table.rows.organ[row]]), [table]);
  const openFirst = useMemo(() => (isOpenable && rows.length > 0 ? () => void navigate(placeOf(rows[0])) : null), [isOpenable, rows, navigate, placeOf]);
  useCasesCommands(table, shown, { choose, openFirst });
  const cases = useMemo(() => countCases(table, rows), [table, rows]);
  return (
    <Stack h="100%" gap={0}>
      <h1 className="heard-only">Cases</h1>
      <TableNotice notice={table.notice} />
      <CaseFilters table={table} search={search} all={all} shown={shown} choose={choose}>
        <Text size="xs" c="dimmed" role="status" pb={6} aria-busy={asked !== search}>
          {rows.length.toLocaleString('en')} of {table.rows.case.length.toLocaleString('en')} results, {cases.toLocaleString('en')} {cases === 1 ? 'case' : 'cases'} of {table.name}
          {isOpenable ? '. A row opens its case.' : '. These results came without their scans: open those on the Segment page to look at them.'}
        </Text>
      </CaseFilters>
      {rows.length === 0
        ? <Center flex={1}><Text size="sm" c="dimmed">No result fits; take a filter away.</Text></Center>
        : <CasesTable columns={shown} rows={rows} sort={sort} direction={direction} onSort={sortBy}
            onOpen={isOpenable ? (row) => void navigate(placeOf(row)) : null} hrefOf={(row) => router.history.createHref(router.buildLocation(placeOf(row)).href)} />}
    </Stack>
  );
}

function countCases({ rows }: ResultTable, shown: Uint32Array): number {
  const seen = new Set<number>();
  for (const row of shown) seen.add(rows.case[row]);
  return seen.size;
}

/** A reviewer's tags by case; a case with a note and no tag says that it has one. */
function useTags(cohortId: string): ReadonlyMap<string, readonly string[]> {
  const desk = useCohortDesk();
  const [tags, setTags] = useState<ReadonlyMap<string, readonly string[]>>(new Map());
  useEffect(() => {
    let isCurrent = true;
    void notesOf(desk, cohortId).then((notes) => {
      if (isCurrent) setTags(new Map([...notes].map(([id, note]) => [id, note.tags.length > 0 ? note.tags : ['note']])));
    });
    return () => { isCurrent = false; };
  }, [desk, cohortId]);
  return tags;
}
