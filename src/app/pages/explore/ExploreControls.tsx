import { Group, MultiSelect, SegmentedControl, Select } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import { covariateLabel } from '#core/evaluation/exploreRecipe.ts';
import { metricInfo } from '#core/evaluation/figureText.ts';
import { ORGAN_VOLUME } from '#core/evaluation/tableAudit.ts';
import { CutOffs } from '#app/pages/explore/CutOffs.tsx';
import { DataChooser } from '#app/pages/explore/DataChooser.tsx';
import { MoreSettings } from '#app/pages/explore/MoreSettings.tsx';
import { useExploring } from '#app/pages/explore/exploreContext.ts';
import { runName } from '#app/pages/explore/runName.ts';
import { MapsLink } from '#app/pages/explore/MapsLink.tsx';
import { chosenCuts } from '#app/stores/cohortStore.ts';
import { resultsStore } from '#app/stores/resultsStore.ts';
import { ShareAndReport } from '#app/pages/explore/ShareAndReport.tsx';

/** What is compared: attribute with its cut-offs, organ, metric, model, what is adjusted for, modality. */
export function ExploreControls() {
  const { facts, recipe, focus, selection, choose, chooseData } = useExploring();
  const place = resultsStore((it) => it.place);
  // Lists are added to, so they go by the address itself: what is drawn may still be of the choice before.
  const { adjust: adjusted = [], runs: compared } = useSearch({ from: '/explore' });
  const [grouping] = recipe.groupings;
  const common = { size: 'xs' as const, allowDeselect: false, checkIconPosition: 'right' as const, comboboxProps: { width: 'max-content' as const, position: 'bottom-start' as const } };
  const modalities = (['CT', 'MR', 'unknown'] as const).filter((it) => facts.cases[it] > 0);
  const modality = recipe.data.layout === 'results' ? recipe.data.modality : 'together';
  const adjustable = facts.covariates.filter(({ column }) => column !== grouping.column && (column !== 'modality' || modality === 'together')).map(({ column, label }) => ({ value: column, label }));
  return (
    <Group gap="xs" align="flex-end" wrap="wrap">
      <DataChooser name={facts.name} place={place} onChoose={chooseData}>
        <MultiSelect size="xs" label="Models compared" comboboxProps={{ withinPortal: false }} data={facts.runs.map(({ id }) => ({ value: id, label: runName(facts.runs, id) }))} value={[...(compared ?? recipe.models ?? [])]} onChange={(runs) => choose({ runs: runs.length === 0 ? undefined : runs })} />
      </DataChooser>
      <Select {...common} label="Attribute" w={112} data={facts.attributes.map((it) => ({ value: it, label: covariateLabel(it) }))} value={grouping.column}
        onChange={(attribute) => { if (attribute) choose({ attribute, cuts: chosenCuts(attribute), versus: undefined, adjust: selection.adjust?.filter((it) => it !== attribute) }); }} />
      <CutOffs />
      <Select {...common} label="Organ" w={124} searchable data={[...facts.organs]} value={focus.organ} onChange={(organ) => { if (organ) choose({ organ }); }} />
      <Select {...common} label="Metric" w={104} data={facts.metrics.map((it) => ({ value: it, label: metricInfo(it).label }))} value={recipe.metric.name} onChange={(metric) => { if (metric) choose({ metric, failure: undefined }); }} />
      <Select {...common} label="Model and prompt" w={220} searchable data={(recipe.models ?? []).map((id) => ({ value: id, label: runName(facts.runs, id) }))} value={focus.run} onChange={(run) => { if (run) choose({ run }); }} />
      <MultiSelect size="xs" label="Adjust for" w={210} clearable placeholder={selection.adjust?.length ? '' : 'nothing'} comboboxProps={{ width: 'max-content', position: 'bottom-start' }}
        data={[...adjustable, ...(facts.hasOrganVolume && selection.adjust?.includes(ORGAN_VOLUME) ? [{ value: ORGAN_VOLUME, label: covariateLabel(ORGAN_VOLUME) }] : [])]}
        value={adjusted.filter((it) => it === ORGAN_VOLUME || adjustable.some(({ value }) => value === it))} onChange={(adjust) => choose({ adjust: adjust.length > 0 ? adjust : undefined })} />
      {modalities.length > 1 && (
        <SegmentedControl size="xs" aria-label="Modality" data={[...modalities.map((it) => ({ value: it, label: it })), { value: 'together', label: 'Together' }]}
          value={modality} onChange={(it) => choose({ modality: it as typeof modality })} />
      )}
      <MoreSettings />
      <MapsLink />
      <ShareAndReport />
    </Group>
  );
}
