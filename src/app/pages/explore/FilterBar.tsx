import { Button, Group, MultiSelect, Pill, Popover, RangeSlider, Select, Stack, Text } from '@mantine/core';
import IconFilterPlus from '@tabler/icons-react/dist/esm/icons/IconFilterPlus.mjs';
import { memo, useState } from 'react';
import { UNKNOWN_GROUP } from '#core/cohort/grouping.ts';
import { covariateLabel } from '#core/evaluation/exploreRecipe.ts';
import { figure } from '#core/evaluation/figureText.ts';
import type { RecipeFilter } from '#core/evaluation/recipe.ts';
import type { CovariateFacts } from '#core/evaluation/tableFacts.ts';
import type { Exploring } from '#app/pages/explore/exploreContext.ts';
import { useExploring } from '#app/pages/explore/exploreContext.ts';
import { withFilter } from '#app/pages/explore/filters.ts';
import { useSteady } from '#app/parts/useSteady.ts';

const NONE: readonly RecipeFilter[] = [];

/** Filters as chips, each with a way to take it back, and a way to add one by any covariate. */
export function FilterBar() {
  const { facts, search, recipe, choose } = useExploring();
  const filters = useSteady(search.filters ?? NONE);
  return (
    <Group gap={6} role="group" aria-label="Filters">
      {filters.map((filter, at) => (
        <Pill key={JSON.stringify(filter)} size="sm" withRemoveButton removeButtonProps={{ 'aria-label': `Remove the filter ${filterWords(filter, recipe.metric.name)}`, 'aria-hidden': false, tabIndex: 0 }} onRemove={() => choose({ filters: filters.length === 1 ? undefined : filters.filter((_, i) => i !== at) })}>
          {filterWords(filter, recipe.metric.name)}
        </Pill>
      ))}
      {filters.length > 1 && <Button size="compact-xs" variant="subtle" color="gray" onClick={() => choose({ filters: undefined })}>Clear all</Button>}
      <AddFilter {...{ facts, filters, choose }} />
      {filters.some(({ kind }) => kind === 'score') && <Text size="xs" c="light-dark(#8a4b00, #ffc078)">Filtered by the score itself: what is left is no sample of the groups.</Text>}
    </Group>
  );
}

interface AddFilterProps extends Pick<Exploring, 'facts' | 'choose'> { readonly filters: readonly RecipeFilter[] }

const AddFilter = memo(function AddFilter({ facts, filters, choose }: AddFilterProps) {
  const [opened, setOpened] = useState(false);
  const [column, setColumn] = useState<string | null>(null);
  const covariate = facts.covariates.find((it) => it.column === column);
  const add = (filter: RecipeFilter): void => {
    choose({ filters: withFilter(filters, filter) });
    setOpened(false);
    setColumn(null);
  };
  return (
    <Popover opened={opened} onChange={setOpened} width={300} position="bottom-start" withArrow trapFocus>
      <Popover.Target><Button size="compact-xs" variant="subtle" leftSection={<IconFilterPlus size={14} />} onClick={() => setOpened(!opened)}>Filter</Button></Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          <Select size="xs" label="Keep subjects by" placeholder="Choose a covariate" data={facts.covariates.map((it) => ({ value: it.column, label: it.label }))} value={column} onChange={setColumn} data-autofocus comboboxProps={{ withinPortal: false }} />
          {covariate?.kind === 'numeric' && covariate.range && <RangeForm key={covariate.column} covariate={covariate} range={covariate.range} onAdd={add} />}
          {covariate?.kind === 'category' && <ValuesForm key={covariate.column} covariate={covariate} onAdd={add} />}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
});

function RangeForm({ covariate, range, onAdd }: { readonly covariate: CovariateFacts; readonly range: readonly [number, number]; readonly onAdd: (filter: RecipeFilter) => void }) {
  const [value, setValue] = useState<[number, number]>([...range]);
  const step = (range[1] - range[0]) / 100 < 0.5 ? 0.1 : 1;
  return (
    <Stack gap="md">
      <RangeSlider size="sm" min={range[0]} max={range[1]} step={step} minRange={0} value={value} onChange={setValue} thumbFromLabel={`${covariate.label} from`} thumbToLabel={`${covariate.label} to`} />
      <Button size="compact-xs" onClick={() => onAdd({ kind: 'range', column: covariate.column, low: value[0], high: value[1] })}>Keep {value[0]} to {value[1]}</Button>
    </Stack>
  );
}

function ValuesForm({ covariate, onAdd }: { readonly covariate: CovariateFacts; readonly onAdd: (filter: RecipeFilter) => void }) {
  const [values, setValues] = useState<string[]>([]);
  const data = covariate.missing > 0 ? [...covariate.levels, UNKNOWN_GROUP] : [...covariate.levels];
  return (
    <Stack gap="sm">
      <MultiSelect size="xs" aria-label={`Values of ${covariate.label}`} placeholder={values.length === 0 ? 'Values to keep' : ''} data={data} value={values} onChange={setValues} comboboxProps={{ withinPortal: false }} />
      <Button size="compact-xs" disabled={values.length === 0} onClick={() => onAdd({ kind: 'values', column: covariate.column, values })}>Keep these</Button>
    </Stack>
  );
}

function filterWords(filter: RecipeFilter, metric: string): string {
  const range = (low: string | undefined, high: string | undefined): string => (low === undefined ? `≤ ${high ?? ''}` : high === undefined ? `≥ ${low}` : `${low} to ${high}`);
  const plain = (value: number | undefined): string | undefined => (value === undefined ? undefined : String(Number(value.toPrecision(4))));
  switch (filter.kind) {
    case 'range': return `${covariateLabel(filter.column)} ${range(plain(filter.low), plain(filter.high))}`;
    case 'values': return `${covariateLabel(filter.column)}: ${filter.values.join(' or ')}`;
    case 'score': {
      const told = (value: number | undefined): string | undefined => (value === undefined ? undefined : figure(value, metric));
      return `${filter.organ}, ${filter.model}: ${range(told(filter.low), told(filter.high))}`;
    }
  }
}
