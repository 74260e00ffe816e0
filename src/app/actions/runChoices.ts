import type { CohortDesk } from '#app/actions/cohortDesk.ts';
import { withStorage } from '#app/actions/cohortDesk.ts';
import { valueOrShown } from '#app/actions/jobs.ts';
import { asksOf, refreshModels, usableModels } from '#app/actions/modelLibrary.ts';
import { modelsStore } from '#app/stores/modelsStore.ts';
import type { ModelManifest } from '#core/models/manifest.ts';
import type { ProtocolSpec } from '#core/evaluation/protocolSpec.ts';
import { parseProtocol, protocolId, protocolLabel } from '#core/evaluation/protocolSpec.ts';
import type { RunProtocol, RunSpec } from '#core/evaluation/runSpec.ts';
import { inOrderOfRole } from '#core/evaluation/runSpec.ts';
import { organsOf } from '#core/cohort/subject.ts';

/** A model that can be chosen for a run, as its manifest has it. */
export interface RunModel {
  readonly facts: RunSpec['model'];
  /** What kind of protocol it takes: slices with boxes and points, names of organs, or nothing. */
  readonly asks: ReturnType<typeof asksOf>;
}

/** The models that this build and this browser have. */
export async function runModels(): Promise<readonly RunModel[]> {
  await refreshModels();
  return usableModels(modelsStore.getState()).map(({ manifest, address }) => runModel(manifest, address));
}

function runModel({ id, name, family, graphs }: ModelManifest, manifestUrl: string): RunModel {
  return { facts: { id, name, manifestUrl, sha256: inOrderOfRole(graphs).map(({ sha256 }) => sha256) }, asks: asksOf(family) };
}

/** Organs of a stored cohort that a run may be over. */
export async function cohortOrgans(desk: CohortDesk, cohortId: string): Promise<readonly string[]> {
  const cohort = valueOrShown(await withStorage(desk, ({ cohorts }) => cohorts.get(cohortId)));
  return cohort ? organsOf(cohort) : [];
}

/** A protocol with its name and sentence; null after its fault has been shown. */
export function namedProtocol(json: unknown): RunProtocol | null {
  const settings = valueOrShown(parseProtocol(json));
  return settings && { id: protocolId(settings), label: protocolLabel(settings), ...strengthOf(settings), settings };
}

function strengthOf(spec: ProtocolSpec): { readonly strength?: number } {
  if (spec.kind === 'box') return { strength: spec.jitterMm };
  if (spec.kind === 'clicks') return { strength: spec.budget };
  return spec.kind === 'random-points' ? { strength: spec.count } : {};
}
