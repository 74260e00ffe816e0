import type { EvaluatedOrgan, EvaluationModel } from '#core/evaluation/evaluationModel.ts';
import type { ProtocolSpec } from '#core/evaluation/protocolSpec.ts';
import { askSlices } from '#core/evaluation/sliceProtocol.ts';
import { thinned } from '#core/evaluation/thinned.ts';
import { packSignedMm } from '#core/errormaps/compactMap.ts';
import { surfaceMap } from '#core/errormaps/surfaceMap.ts';
import { FaultError } from '#core/faults.ts';
import type { PromptKind } from '#core/models/promptable.ts';
import type { Fault } from '#core/faults.ts';
import type { OrganMetrics } from '#core/metrics/organMetrics.ts';
import { organMetrics } from '#core/metrics/organMetrics.ts';
import { nsdTolerance } from '#core/metrics/nsdTolerances.ts';
import { voxelCount } from '#core/volume/grid.ts';
import { maskOf } from '#core/volume/labelMap.ts';
import type { LabelMap, Mask, Volume } from '#core/volume/volume.ts';

export interface EvaluateCase {
  readonly image: Volume;
  readonly reference: LabelMap;
  readonly organs: readonly EvaluatedOrgan[];
  readonly model: EvaluationModel;
  readonly protocol: ProtocolSpec;
  /** Names the case and run: whatever is drawn hangs on it, the organ and the slice alone. */
  readonly seed: string;
  /** Surface error maps too, which take longer than the measures. */
  readonly maps: boolean;
}

/** One organ after one step of the protocol (one click more, where it has clicks). */
export interface OrganResult {
  readonly organ: string;
  readonly step: number;
  /** On the image's grid; slices that were not asked are empty. */
  readonly prediction: Mask;
  /** Of the slices asked, where the protocol leaves some out. */
  readonly metrics: OrganMetrics;
  /** packSignedMm of the surface map, or why there is none; null where none was asked for. */
  readonly map: { readonly state: 'done'; readonly codes: Int8Array } | { readonly state: 'failed'; readonly fault: Fault } | null;
}

/**
 * Segments a case as a protocol says and measures every organ against the reference. The same arguments give the same
 * numbers. Fails with protocol-needs-slices or protocol-needs-volume where model and protocol do not go together, or
 * with the model's own faults.
 */
export async function evaluateCase(it: EvaluateCase, signal: AbortSignal, progress: (fraction: number) => void = () => undefined): Promise<readonly OrganResult[]> {
  const predictions = await predictionsOf(it, signal, (fraction) => progress(0.9 * fraction));
  const results: OrganResult[] = [];
  for (const organ of it.organs) {
    const reference = trimmed(it.protocol, maskOf(it.reference, organ.values));
    for (const [step, prediction] of (predictions.get(organ.name) ?? []).entries()) {
      signal.throwIfAborted();
      const measured = trimmed(it.protocol, prediction);
      const metrics = await organMetrics(measured, reference, { toleranceMm: nsdTolerance(organ.name).toleranceMm, signal });
      results.push({ organ: organ.name, step, prediction, metrics, map: it.maps ? mapOf(organ.name, measured, reference) : null });
    }
  }
  progress(1);
  return results;
}

async function predictionsOf({ image, reference, organs, model, protocol, seed }: EvaluateCase, signal: AbortSignal, progress: (fraction: number) => void): Promise<ReadonlyMap<string, readonly Mask[]>> {
  if (protocol.kind === 'none' || protocol.kind === 'text') {
    if (model.kind !== 'volume') throw new FaultError('protocol-needs-volume', { came: protocol.kind });
    const found = await model.segment(image, organs.map(({ name }) => name), signal, progress);
    const empty = (): Mask => ({ grid: image.grid, data: new Uint8Array(voxelCount(image.grid)) });
    return new Map(organs.map(({ name }) => [name, [found.get(name) ?? empty()]]));
  }
  if (model.kind !== 'slices') throw new FaultError('protocol-needs-slices', { came: protocol.kind });
  const wanted: PromptKind = protocol.kind === 'box' ? 'box' : 'point-positive';
  // Outward from the middle slice, every further prompt is the box of the last mask.
  const asked: readonly PromptKind[] = protocol.way === 'propagated' ? [wanted, 'box'] : [wanted];
  const missing = asked.find((it) => !model.promptKinds.includes(it));
  if (missing !== undefined) throw new FaultError('protocol-prompt-unknown', { expected: model.promptKinds.join(', '), came: missing });
  return askSlices({ image, reference, organs, model, protocol, seed }, signal, progress);
}

function trimmed(protocol: ProtocolSpec, mask: Mask): Mask {
  return protocol.kind === 'none' || protocol.kind === 'text' ? mask : thinned(mask, protocol.plane, protocol.everyNth);
}

function mapOf(organ: string, prediction: Mask, reference: Mask): OrganResult['map'] {
  const made = surfaceMap(prediction, reference, { kind: organ === 'aorta' ? 'vessel' : 'organ' });
  if (made.state === 'done') return { state: 'done', codes: packSignedMm(made.value) };
  return { state: 'failed', fault: made.fault };
}
