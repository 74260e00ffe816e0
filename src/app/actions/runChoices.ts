import type { CohortDesk } from '#app/actions/cohortDesk.ts';
import { withStorage } from '#app/actions/cohortDesk.ts';
import { valueOrShown } from '#app/actions/jobs.ts';
import { attempt } from '#core/faults.ts';
import { parseManifest } from '#core/models/manifest.ts';
import type { ProtocolSpec } from '#core/evaluation/protocolSpec.ts';
import { parseProtocol, protocolId, protocolLabel } from '#core/evaluation/protocolSpec.ts';
import type { RunProtocol, RunSpec } from '#core/evaluation/runSpec.ts';
import { organsOf } from '#core/cohort/subject.ts';

/** A model that can be chosen for a run, as its manifest has it. */
export interface RunModel {
  readonly facts: RunSpec['model'];
  /** What kind of protocol it takes: slices with boxes and points, names of organs, or nothing. */
  readonly asks: 'slices' | 'text' | 'none';
}

/** Manifests of the models that come with the program; those that are not there are passed over. */
export const BUNDLED_MANIFESTS = ['iso-prompt', 'iso-sam', 'iso-net', 'iso-net-balanced', 'iso-text'].map((name) => `models/${name}/manifest.json`);

/** The bundled models that this build has. */
export async function bundledModels(): Promise<readonly RunModel[]> {
  const found = await Promise.all(BUNDLED_MANIFESTS.map(async (manifestUrl): Promise<RunModel | null> => {
    const response = await fetch(new URL(manifestUrl, document.baseURI)).catch(() => null);
    if (!response?.ok) return null;
    const text = await response.text();
    const manifest = valueOrShown(await attempt(() => parseManifest(text, manifestUrl)));
    if (!manifest) return null;
    const { id, name, family, graphs } = manifest;
    return { facts: { id, name, manifestUrl, sha256: Object.entries(graphs).sort(([a], [b]) => a.localeCompare(b, 'en')).map(([, it]) => it.sha256) }, asks: family === 'sat' ? 'text' : family === 'nnunet' ? 'none' : 'slices' };
  }));
  return found.filter((it) => it !== null);
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
