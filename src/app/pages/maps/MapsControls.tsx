import { Group, MultiSelect, NumberInput, SegmentedControl, Select } from '@mantine/core';
import type { MapsSelection } from '#app/pages/maps/mapsSelection.ts';
import type { MapsSearch } from '#app/pages/maps/mapsSearch.ts';
import { OTHERS } from '#core/evaluation/mapsQuestion.ts';
import { organTitle } from '#app/pages/maps/mapsWords.ts';
import { pairedOrgans } from '#core/errormaps/bothSides.ts';
import { covariateLabel } from '#core/evaluation/exploreRecipe.ts';
import type { TableFacts } from '#core/evaluation/tableFacts.ts';

interface ControlsProps { readonly facts: TableFacts; readonly chosen: MapsSelection; readonly set: (change: Partial<MapsSearch>) => void }

const STATISTICS = [{ value: 'tfce', label: 'TFCE' }, { value: 'max-t', label: 'largest t' }, { value: 'cluster', label: 'cluster extent' }];
const SIDES = [{ value: 'two-sided', label: 'two-sided' }, { value: 'greater', label: 'second larger' }, { value: 'less', label: 'second smaller' }];
const SHOWN = [{ value: 'signed', label: 'Distance, mm' }, { value: 'outside', label: 'Too much' }, { value: 'inside', label: 'Missed' }];

/** What is compared and how; everything lands in the address. */
export function MapsControls({ facts, chosen, set }: ControlsProps) {
  const { question, groups } = chosen;
  const [first, second] = question.groups;
  const option = ({ label, subjects }: { label: string; subjects: number }) => ({ value: label, label: `${label}, n ${subjects}` });
  const named = (columns: readonly string[]) => columns.map((value) => ({ value, label: covariateLabel(value) }));
  const others = chosen.attributes.filter((it) => it !== chosen.attribute);
  const size = 'xs' as const;
  return (
    <Group gap="sm" align="flex-end" px="md" py="sm" style={{ borderBottom: '1px solid var(--mantine-color-default-border)' }}>
      <Select size={size} w={130} label="Organ" allowDeselect={false} value={chosen.organ} data={[...facts.organs, ...pairedOrgans(facts.organs)].map((value) => ({ value, label: organTitle(value) }))} onChange={(organ) => set({ organ: organ ?? undefined, bin: undefined })} />
      <Select size={size} w={110} label="Attribute" allowDeselect={false} value={chosen.attribute} data={named(chosen.attributes)} onChange={(attribute) => set({ attribute: attribute ?? undefined, first: undefined, second: undefined, cuts: undefined })} />
      <Select size={size} w={190} label="First group" allowDeselect={false} value={first} data={groups.filter(({ label }) => label !== second).map(option)} onChange={(it) => set({ first: it ?? undefined, second })} />
      <Select size={size} w={190} label="Second group" allowDeselect={false} value={second} data={[...groups.filter(({ label }) => label !== first).map(option), { value: OTHERS, label: OTHERS }]} onChange={(it) => set({ second: it ?? undefined, first })} />
      <Select size={size} w={200} label="Run" allowDeselect={false} value={chosen.run} data={facts.runs.map(({ id, model, protocol }) => ({ value: id, label: protocol.id === 'none' ? model.name : `${model.name} · ${protocol.id}` }))} onChange={(run) => set({ run: run ?? undefined })} />
      <Select size={size} w={100} label="Modality" allowDeselect={false} value={question.modality ?? 'together'} data={['CT', 'MR', 'together']} onChange={(it) => set({ modality: (it ?? undefined) as MapsSearch['modality'] })} />
      <SegmentedControl size={size} aria-label="What is shown" data={SHOWN} value={question.measure.kind} onChange={(it) => set({ show: it as MapsSearch['show'] })} />
      {question.measure.kind !== 'signed' && <NumberInput size={size} w={100} label="More than, mm" min={0.2} max={25} step={0.5} value={question.measure.toleranceMm} onChange={(it) => { if (typeof it === 'number' && it > 0) set({ toleranceMm: it }); }} />}
      <MultiSelect size={size} miw={150} label="Adjust for" placeholder={question.covariates.length === 0 ? 'nothing' : ''} data={named(others)} value={[...question.covariates]} onChange={(adjust) => set({ adjust })} />
      <Select size={size} w={120} label="Permute within" placeholder="everybody" clearable data={named(others)} value={question.stratifyBy ?? null} onChange={(it) => set({ strata: it ?? undefined })} />
      <Select size={size} w={130} label="Method" allowDeselect={false} data={STATISTICS} value={question.statistic} onChange={(it) => set({ statistic: (it ?? undefined) as MapsSearch['statistic'] })} />
      <Select size={size} w={130} label="Sides" allowDeselect={false} data={SIDES} value={question.sided} onChange={(it) => set({ sided: (it ?? undefined) as MapsSearch['sided'] })} />
      <Select size={size} w={110} label="Permutations" allowDeselect={false} data={[...new Set([1000, 2000, 10_000, question.permutations])].map((it) => ({ value: String(it), label: it.toLocaleString('en') }))} value={String(question.permutations)} onChange={(it) => set({ permutations: Number(it) })} />
      <NumberInput size={size} w={80} label="Seed" allowDecimal={false} value={question.seed} onChange={(it) => { if (typeof it === 'number') set({ seed: it }); }} />
    </Group>
  );
}
