import { ActionIcon, Checkbox, Group, NumberInput, Popover, Select, Stack, Switch, Text, TextInput, Tooltip } from '@mantine/core';
import IconAdjustmentsHorizontal from '@tabler/icons-react/dist/esm/icons/IconAdjustmentsHorizontal.mjs';
import { correctionName } from '#core/evaluation/auditWords.ts';
import type { TestName } from '#core/evaluation/recipe.ts';
import { memo } from 'react';
import type { Exploring } from '#app/pages/explore/exploreContext.ts';

const MORE: readonly (readonly [TestName, string])[] = [
  ['anova', 'ANOVA, as the source study'], ['brunner-munzel', 'Brunner-Munzel'], ['median-gap', 'Gap of medians'], ['bca', 'BCa bootstrap of means'],
  ['overlap-weighting', 'Overlap weighting'], ['matching', 'Propensity matching'], ['fractional', 'Fractional regression'], ['beta', 'Beta regression'],
  ['logistic-failure', 'Logistic model of failure'], ['median-regression', 'Median regression'], ['mixed', 'Mixed model over organs'], ['model-interaction', 'Group × model interaction'],
];
const CORRECTIONS = ['holm', 'bonferroni', 'hochberg', 'hommel', 'bh', 'by', 'none'] as const;

interface MoreSettingsProps extends Pick<Exploring, 'facts' | 'choose'> {
  readonly grouping: Exploring['recipe']['groupings'][number];
  readonly settings: Pick<Exploring['recipe'], 'correction' | 'permutations' | 'seed'> & Pick<Exploring['search'], 'versus' | 'more' | 'margin' | 'mediator'> & Pick<Exploring['recipe']['metric'], 'failureBelow'>;
}

/** What decides the numbers beside the choice of groups: correction, tests on demand, thresholds, seed. */
export const MoreSettings = memo(function MoreSettings({ grouping, facts, settings, choose }: MoreSettingsProps) {
  const levels = grouping.kind === 'cut' ? grouping.labels ?? [] : facts.covariates.find(({ column }) => column === grouping.column)?.levels ?? [];
  const number = (value: string | number): number | undefined => (value === '' || !Number.isFinite(Number(value)) ? undefined : Number(value));
  const more = settings.more ?? [];
  return (
    <Popover width={420} position="bottom-end" withArrow trapFocus>
      <Popover.Target>
        <Tooltip label="Tests, correction, thresholds, seed"><ActionIcon variant="default" size={30} aria-label="Tests, correction, thresholds, seed"><IconAdjustmentsHorizontal size={16} /></ActionIcon></Tooltip>
      </Popover.Target>
      <Popover.Dropdown mah="75vh" style={{ overflowY: 'auto' }}>
        <Stack gap="sm">
          <Group grow align="flex-end">
            <Select size="xs" label="Correction for many tests" allowDeselect={false} data={CORRECTIONS.map((it) => ({ value: it, label: correctionName(it) }))} value={settings.correction} onChange={(it) => { if (it) choose({ correction: it as (typeof CORRECTIONS)[number] }); }} />
            <Select size="xs" label="Compared with" clearable placeholder="the largest group" data={[...levels]} value={settings.versus ?? null} onChange={(versus) => choose({ versus: versus ?? undefined })} />
          </Group>
          <Group grow align="flex-end">
            <NumberInput size="xs" label="Failure threshold" step={0.05} value={settings.failureBelow ?? ''} onChange={(it) => choose({ failure: number(it) })} />
            <NumberInput size="xs" label="Equal within ±" placeholder="not tested" step={0.01} min={0} value={settings.margin ?? ''} onChange={(it) => { const margin = number(it); choose({ margin: margin === undefined || margin <= 0 ? undefined : margin }); }} />
          </Group>
          <Group grow align="flex-end">
            <NumberInput size="xs" label="Permutations" min={100} max={1_000_000} step={1000} value={settings.permutations} onBlur={(event) => { const it = number(event.currentTarget.value.replaceAll(',', '')); choose({ permutations: it === undefined || it < 100 ? undefined : Math.round(it) }); }} />
            <TextInput size="xs" label="Seed" defaultValue={String(settings.seed)} onBlur={(event) => { const it = event.currentTarget.value.trim(); choose({ seed: it === '' ? undefined : number(it) ?? it }); }} />
          </Group>
          {facts.hasOrganVolume && (
            <Switch size="xs" label="Organ volume as a mediator" description="It lies on the way from group to score: the direct gap is shown beside the total one, never in its place." checked={settings.mediator !== undefined}
              onChange={(event) => choose({ mediator: event.currentTarget.checked ? 'organ volume' : undefined })} />
          )}
          <Stack gap={6}>
            <Text size="xs" fw={500}>Also, on demand</Text>
            <Group gap="xs">
              {MORE.map(([test, label]) => (
                <Checkbox key={test} size="xs" label={label} w={180} checked={more.includes(test)}
                  onChange={(event) => { const next = event.currentTarget.checked ? [...more, test] : more.filter((it) => it !== test); choose({ more: next.length > 0 ? next : undefined }); }} />
              ))}
            </Group>
          </Stack>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
});
