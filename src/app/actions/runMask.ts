import { valueOrShown } from '#app/actions/jobs.ts';
import { goToSlice, sliceOf } from '#app/actions/tools.ts';
import { layLabels } from '#app/actions/wholeVolume.ts';
import type { Workbench } from '#app/actions/workbench.ts';
import { caseStore, targetOrgan } from '#app/stores/caseStore.ts';
import { setRepeated } from '#app/stores/repeatStore.ts';
import { viewStore } from '#app/stores/viewStore.ts';
import { volumetricStore } from '#app/stores/volumetricStore.ts';
import type { RunSpec } from '#core/evaluation/runSpec.ts';
import { askedAgreement } from '#core/evaluation/askedAgreement.ts';

/** Lays a mask that a run made (labels 1, 2, … in the order of its organs) on the open image as its prediction, and measures it. */
export async function layRunMask(bench: Workbench, spec: RunSpec, file: File): Promise<boolean> {
  const { open } = caseStore.getState();
  if (!open) return false;
  const read = valueOrShown(await bench.engine.labelsOnImage(open.id, { kind: 'file', file }));
  if (!read || caseStore.getState().open?.id !== open.id) return false;
  const { labels, present, notices } = read;
  const { structures } = caseStore.getState();
  const classes = spec.organs.map((name, n) => ({ name, value: n + 1 })).filter(({ name, value }) => present.includes(value) || structures.some((it) => it.name === name));
  if (!await layLabels(bench, { labels, classes, notices })) return false;
  lookAtAsked(spec);
  await measureRun(bench, spec);
  return true;
}

/** Dice of the target over the slices that the run asked, as the run measured it. */
export async function measureRun(bench: Workbench, { protocol: { settings } }: RunSpec): Promise<void> {
  const { open, target } = caseStore.getState();
  const organ = targetOrgan();
  if (open?.origin.kind !== 'cohort' || organ.referenceValues.length === 0 || !volumetricStore.getState().answers.some(({ value }) => value === target)) return;
  const [plane, everyNth] = 'plane' in settings ? [settings.plane, settings.everyNth] as const : ['axial', 1] as const;
  const profile = valueOrShown(await bench.engine.diceProfile(open.id, plane, organ));
  if (!profile || caseStore.getState().open?.id !== open.id || caseStore.getState().target !== target) return;
  setRepeated({ run: open.origin.run, target, dice: askedAgreement(profile, everyNth), asked: { plane, everyNth } });
}

/** Goes to the nearest slice that the run asked, since on others everything is missed. */
function lookAtAsked({ protocol: { settings } }: RunSpec): void {
  if (!('plane' in settings) || settings.everyNth === 1) return;
  const { crosshair, plane } = viewStore.getState();
  if (plane === settings.plane) goToSlice(Math.round(sliceOf(crosshair, plane) / settings.everyNth) * settings.everyNth);
}
