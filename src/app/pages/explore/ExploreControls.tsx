import { Group, MultiSelect, SegmentedControl } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { covariateLabel } from '#core/evaluation/exploreRecipe.ts';
import { metricInfo } from '#core/evaluation/figureText.ts';
import { AdjustFor } from '#app/pages/explore/AdjustFor.tsx';
import { CutOffs } from '#app/pages/explore/CutOffs.tsx';
import { DataChooser } from '#app/pages/explore/DataChooser.tsx';
import { useExploring } from '#app/pages/explore/exploreContext.ts';
import { focusOfSearch } from '#app/pages/explore/exploreSearch.ts';
import { MapsLink } from '#app/pages/explore/MapsLink.tsx';
import { MoreSettings } from '#app/pages/explore/MoreSettings.tsx';
import { runName } from '#core/evaluation/runName.ts';
import { Setting } from '#app/pages/explore/Setting.tsx';
import { ShareAndReport } from '#app/pages/explore/ShareAndReport.tsx';
import { useSteady } from '#app/parts/useSteady.ts';
import { chosenCuts } from '#app/stores/cohortStore.ts';
import { resultsStore } from '#app/stores/resultsStore.ts';

const NONE: readonly string[] = [];

/** What is compared: attribute with its cut-offs, organ, metric, model, what is adjusted for, modality. */
export function ExploreControls() {
  const { facts, recipe, choose, chooseData } = useExploring();
  const place = resultsStore((it) => it.place);
  // What is drawn may still be of the choice before. The controls go by the address itself: a list would be added to what
  // it no longer holds, and the way back to what a control still shows would be no choice at all.
  const address = useSearch({ from: '/explore' });
  const { adjust, runs } = address;
  const now = focusOfSearch(address, facts);
  const adjusted = useSteady(adjust ?? NONE);
  const models = useSteady(recipe.models ?? NONE);
  const compared = useSteady(runs ?? models);
  const grouping = useSteady(recipe.groupings[0]);
  const attribute = address.attribute ?? facts.attributes[0];
  const metric = address.metric ?? recipe.metric.name;
  const modality = address.modality ?? facts.mainModality;
  const named = useMemo(() => facts.runs.map(({ id }) => ({ value: id, label: runName(facts.runs, id) })), [facts]);
  const attributes = useMemo(() => facts.attributes.map((it) => ({ value: it, label: covariateLabel(it) })), [facts]);
  const organs = useMemo(() => facts.organs.map((it) => ({ value: it, label: it })), [facts]);
  const metrics = useMemo(() => facts.metrics.map((it) => ({ value: it, label: metricInfo(it).label })), [facts]);
  const asked = useMemo(() => named.filter(({ value }) => compared.includes(value)), [named, compared]);
  const chooseAttribute = useCallback((attribute: string) => choose({ attribute, cuts: chosenCuts(attribute), versus: undefined, adjust: adjust?.filter((it) => it !== attribute) }), [choose, adjust]);
  const chooseOrgan = useCallback((organ: string) => choose({ organ }), [choose]);
  const chooseMetric = useCallback((metric: string) => choose({ metric, failure: undefined }), [choose]);
  const chooseRun = useCallback((run: string) => choose({ run }), [choose]);
  const data = useMemo(() => (
    <DataChooser name={facts.name} place={place} onChoose={chooseData}>
      <MultiSelect size="xs" label="Models compared" comboboxProps={{ withinPortal: false }} data={named} value={[...compared]} onChange={(it) => choose({ runs: it.length === 0 ? undefined : it })} />
    </DataChooser>
  ), [facts.name, place, chooseData, named, compared, choose]);
  const modalities = useMemo(() => {
    const present = (['CT', 'MR', 'unknown'] as const).filter((it) => facts.cases[it] > 0);
    if (present.length < 2) return null;
    return <SegmentedControl size="xs" aria-label="Modality" data={[...present.map((it) => ({ value: it, label: it })), { value: 'together', label: 'Together' }]} value={modality} onChange={(it) => choose({ modality: it as typeof modality })} />;
  }, [facts, modality, choose]);
  const settings = useSteady({ versus: address.versus, correction: address.correction ?? recipe.correction, failureBelow: recipe.metric.failureBelow, permutations: recipe.permutations, seed: recipe.seed, more: address.more, margin: address.margin, mediator: address.mediator });
  return (
    <Group gap="xs" align="flex-end" wrap="wrap">
      {data}
      <Setting label="Attribute" w={112} data={attributes} value={attribute} onChoose={chooseAttribute} />
      <CutOffs {...{ grouping, facts, choose }} />
      <Setting label="Organ" w={124} searchable data={organs} value={now.organ} onChoose={chooseOrgan} />
      <Setting label="Metric" w={104} data={metrics} value={metric} onChoose={chooseMetric} />
      <Setting label="Model and prompt" w={220} searchable data={asked} value={now.run} onChoose={chooseRun} />
      <AdjustFor {...{ facts, adjusted, choose }} attribute={attribute} together={modality === 'together'} />
      {modalities}
      <MoreSettings {...{ grouping, facts, settings, choose }} />
      <MapsLink />
      <ShareAndReport />
    </Group>
  );
}
