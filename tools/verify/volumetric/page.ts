/** Whole-volume models without the program round them, for browser.ts to drive. Label maps travel as base64. */
import { faultSentence } from '#core/faults.ts';
import { makeEngine } from '#engine/client.ts';
import type { Outcome } from '#engine/protocol/call.ts';
import type { Device } from '#engine/protocol/modelCalls.ts';
import type { VolumeLabels, VolumetricReport } from '#engine/protocol/volumetricCalls.ts';

interface Answer { readonly labels: string; readonly seconds: number; readonly heldBytes: number }

export interface VolumetricPage {
  /** Loads the model whose files lie in the input and opens the scan. */
  start(of: { readonly device: Device; readonly modality: 'CT' | 'MR' }): Promise<Pick<VolumetricReport, 'device' | 'placement' | 'rewrites' | 'memory'>>;
  predict(): Promise<Answer>;
  ask(of: { readonly names: readonly string[] }): Promise<Answer>;
}

const engines = new Map<Device, ReturnType<typeof makeEngine>>();
let engine: ReturnType<typeof makeEngine>;
let modelId = '';
let volume = { volumeId: '', volumeKey: '' };

function taken<T>(outcome: Outcome<T>): T {
  if (outcome.state === 'done') return outcome.value;
  throw new Error(outcome.state === 'failed' ? faultSentence(outcome.fault) : 'cancelled');
}

const filesOf = (id: string) => [...(document.querySelector<HTMLInputElement>(id)?.files ?? [])];

function answer({ labels, ms, heldBytes }: VolumeLabels): Answer {
  const text = Array.from(Uint8Array.from(labels), (value) => String.fromCharCode(value)).join('');
  return { labels: btoa(text), seconds: ms / 1000, heldBytes };
}

const volumetricPage: VolumetricPage = {
  async start({ device, modality }) {
    engine = engines.get(device) ?? makeEngine({ device });
    engines.set(device, engine);
    const { modelId: id, device: on, placement, rewrites, memory } = taken(await engine.volumetric.load({ source: { kind: 'files', files: filesOf('#model') } }));
    modelId = id;
    volume = taken(await engine.openVolume({ source: { kind: 'file', file: filesOf('#scan')[0] }, answers: { modality } }));
    return { device: on, placement, rewrites, memory };
  },
  predict: async () => answer(taken(await engine.volumetric.predict({ modelId, ...volume, mirroring: 'off', memoryBudgetBytes: 2 ** 30 }))),
  ask: async ({ names }) => answer(taken(await engine.volumetric.segmentText({ modelId, ...volume, names }))),
};

declare global {
  interface Window { volumetricPage: VolumetricPage }
}
window.volumetricPage = volumetricPage;
