import { Button, Checkbox, Group, Menu, Select, Stack, TextInput } from '@mantine/core';
import IconColumns3 from '@tabler/icons-react/dist/esm/icons/IconColumns3.mjs';
import type { ReactNode } from 'react';
import type { CaseColumn } from '#app/pages/cases/caseColumns.ts';
import type { CasesSearch } from '#app/pages/cases/casesSearch.ts';
import { runName } from '#core/evaluation/runName.ts';
import type { ResultTable } from '#core/cohort/resultTable.ts';
import { RESULT_STATUS } from '#core/cohort/resultTable.ts';

interface CaseFiltersProps {
  readonly table: ResultTable;
  readonly search: CasesSearch;
  readonly all: readonly CaseColumn[];
  readonly shown: readonly CaseColumn[];
  readonly choose: (change: Partial<CasesSearch>) => void;
  readonly children: ReactNode;
}

/** Which rows and columns of the table are shown. */
export function CaseFilters({ table, search, all, shown, choose, children }: CaseFiltersProps) {
  const toggle = (id: string) => {
    const ids = shown.map((it) => it.id);
    choose({ columns: ids.includes(id) ? ids.filter((it) => it !== id) : [...ids, id] });
  };
  return (
    <Group px="md" py="xs" gap="xs" align="flex-end">
      <TextInput size="xs" w={190} label="Find" placeholder="Id, group, site, …" value={search.find ?? ''} onChange={(event) => choose({ find: event.currentTarget.value || undefined })} />
      <Choice label="Run" width={210} value={search.run} onChange={(run) => choose({ run })} data={table.runs.map(({ id }) => ({ value: id, label: runName(table.runs, id) }))} />
      <Choice label="Organ" width={130} value={search.organ} onChange={(organ) => choose({ organ })} data={table.organs.map((organ) => ({ value: organ, label: organ.replaceAll('_', ' ') }))} />
      <Choice label="Modality" width={100} value={search.modality} onChange={(modality) => choose({ modality: modality as CasesSearch['modality'] })} data={[...new Set(table.cases.map(({ modality }) => modality))]} />
      <Choice label="Status" width={150} value={search.status} onChange={(status) => choose({ status: status as CasesSearch['status'] })} data={RESULT_STATUS.map((status) => ({ value: status, label: status.replaceAll('-', ' ') }))} />
      <Menu closeOnItemClick={false} position="bottom-start" withinPortal>
        <Menu.Target><Button size="xs" variant="default" leftSection={<IconColumns3 size={14} />}>Columns ({shown.length} of {all.length})</Button></Menu.Target>
        <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }} p="xs">
          <Stack gap={6}>{all.map(({ id, label }) => <Checkbox key={id} size="xs" label={label} checked={shown.some((it) => it.id === id)} disabled={id === 'case'} onChange={() => toggle(id)} />)}</Stack>
        </Menu.Dropdown>
      </Menu>
      {children}
    </Group>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly width: number;
  readonly value: string | undefined;
  readonly data: readonly (string | { readonly value: string; readonly label: string })[];
  readonly onChange: (value: string | undefined) => void;
}

function Choice({ label, width, value, data, onChange }: ChoiceProps) {
  return <Select size="xs" w={width} label={label} placeholder="All" clearable data={[...data]} value={value ?? null} onChange={(next) => onChange(next ?? undefined)} />;
}
