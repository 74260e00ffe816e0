import { BUNDLED_VOLUMETRIC, bundledSource, loadVolumetric } from '#app/actions/loadVolumetric.ts';
import { loadModel } from '#app/actions/loadModel.ts';
import { openBundled } from '#app/actions/openBundled.ts';
import { repeatPrompts } from '#app/actions/repeatPrompts.ts';
import { segmentByName, segmentWholeVolume } from '#app/actions/wholeVolume.ts';
import type { Workbench } from '#app/actions/workbench.ts';
import { caseStore } from '#app/stores/caseStore.ts';
import { engineStore } from '#app/stores/engineStore.ts';
import { setRepeated } from '#app/stores/repeatStore.ts';
import { viewStore } from '#app/stores/viewStore.ts';
import { volumetricStore } from '#app/stores/volumetricStore.ts';
import { parseProtocol } from '#core/evaluation/protocolSpec.ts';

/** Computes what a run gave for the case on the screen again, by the program's own engine, and shows where it errs. */
export async function repeatRun(bench: Workbench, run: string, organ: string | undefined): Promise<void> {
  const [id, protocol] = run.split('/');
  const bundled = BUNDLED_VOLUMETRIC.find((it) => it.id === id);
  const done = bundled ? await repeatWholeVolume(bench, bundled.id, protocol, organ) : organ !== undefined && await repeatPromptedRun(bench, run, organ);
  if (done) viewStore.setState(({ error }) => ({ error: { ...error, visibility: 'shown' } }));
}

async function repeatWholeVolume(bench: Workbench, id: (typeof BUNDLED_VOLUMETRIC)[number]['id'], protocol: string, organ: string | undefined): Promise<boolean> {
  const loaded = protocol === 'text' ? volumetricStore.getState().text : volumetricStore.getState().whole;
  if (loaded?.name !== id && !await loadVolumetric(bench, bundledSource(id))) return false;
  return protocol === 'text' ? organ !== undefined && segmentByName(bench, organ.replaceAll('_', ' ')) : segmentWholeVolume(bench);
}

/** A run of a model that takes prompts: its own prompts, on the slices that it was asked about. */
async function repeatPromptedRun(bench: Workbench, run: string, organ: string): Promise<boolean> {
  const { open, structures } = caseStore.getState();
  const facts = (await openBundled())?.runs.find(({ id }) => id === run);
  const caseId = open?.origin.kind === 'phantom' ? open.origin.caseId : undefined;
  const target = structures.find(({ name }) => name === organ)?.value;
  if (!facts || caseId === undefined || target === undefined) return false;
  const settings = parseProtocol(facts.settings);
  if (settings.state === 'failed' || settings.value.kind === 'none' || settings.value.kind === 'text' || settings.value.way !== 'each') return false;
  if (engineStore.getState().model?.modelId !== facts.model.id && !await loadModel(bench, { kind: 'url', manifestUrl: `./models/${facts.model.id}/manifest.json` })) return false;
  const protocol = settings.value;
  const isClicks = protocol.kind === 'clicks';
  // All numbers of clicks are steps of one run, which drew its numbers under the name of its last.
  const seed = `${caseId}/${isClicks ? `${facts.model.id}/clicks-${protocol.budget}` : run}`;
  const dice = await repeatPrompts(bench, { organ, protocol, steps: isClicks ? facts.protocol.strength ?? protocol.budget : 1, seed });
  if (dice === null || caseStore.getState().open?.id !== open?.id) return false;
  setRepeated({ run, target, dice, asked: { plane: protocol.plane, everyNth: protocol.everyNth } });
  return true;
}
