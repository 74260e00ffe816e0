import { protocolId } from '#core/evaluation/protocolSpec.ts';
import type { ProtocolSpec } from '#core/evaluation/protocolSpec.ts';

/** A run of the bundled cohort before anything ran. */
export interface DemoRun {
  readonly id: string;
  readonly model: string;
  readonly protocol: ProtocolSpec;
  /** Every subject, or the sample of 200 that shows robustness. */
  readonly subjects: 'all' | 'sample';
  /** Error maps are kept for the runs over everybody, but for single clicks, whose failures have no surface worth a map. */
  readonly maps: boolean;
}

export const SAMPLE_SIZE = 200;

/** Boxes shifted at random by these standard deviations. */
const JITTERS_MM = [3, 6, 12];
const CLICKS = 5;

/** All runs of the bundled cohort; 2D models are asked on every n-th slice. */
export function demoRuns(everyNth: number): readonly DemoRun[] {
  const slices = { plane: 'axial', everyNth, way: 'each' } as const;
  const box = (jitterMm: number): ProtocolSpec => ({ kind: 'box', marginPx: 1, jitterMm, ...slices });
  const named = (model: string, protocol: ProtocolSpec, subjects: DemoRun['subjects']): DemoRun => ({ id: `${model}/${protocolId(protocol)}`, model, protocol, subjects, maps: subjects === 'all' && protocol.kind !== 'point' });
  const promptable = ['iso-prompt', 'iso-sam'];
  return [
    named('iso-net', { kind: 'none' }, 'all'),
    named('iso-net-balanced', { kind: 'none' }, 'all'),
    named('iso-text', { kind: 'text' }, 'all'),
    ...promptable.flatMap((model) => [named(model, box(0), 'all'), named(model, { kind: 'point', ...slices }, 'all')]),
    ...promptable.flatMap((model) => [...JITTERS_MM.map((mm) => named(model, box(mm), 'sample')), named(model, { kind: 'clicks', budget: CLICKS, ...slices }, 'sample')]),
  ];
}
