/** The engine without the program round it, for tools/verify/segment.ts to drive. Masks travel as base64. */
import { faultSentence } from '#core/faults.ts';
import type { ReadOptions } from '#core/formats/readOptions.ts';
import type { IntensityWindow, SlicePrompts } from '#core/models/promptable.ts';
import type { Tensor } from '#core/models/session.ts';
import type { Plane } from '#core/volume/slice.ts';
import type { EngineClient } from '#engine/client/engineClient.ts';
import { makeEngine } from '#engine/client.ts';
import type { Outcome } from '#engine/protocol/call.ts';
import type { Device } from '#engine/protocol/modelCalls.ts';

interface Place { readonly plane: Plane; readonly index: number; readonly window: IntensityWindow }
interface Ask extends Place { readonly prompts: SlicePrompts; readonly memory: number | null }
interface Reply { readonly mask: string | null; readonly memory: number; readonly decodeMs: number }

export interface SegmentPage {
  /** Loads the model; returns the device that it runs on. */
  start(of: { readonly device: Device; readonly model: string }): Promise<string>;
  /** Opens the file that lies in the input. */
  open(answers: ReadOptions): Promise<void>;
  /** Milliseconds that the encoder took. */
  encode(place: Place): Promise<number>;
  answer(ask: Ask): Promise<Reply>;
}

let engine: EngineClient;
let modelId = '';
let volume = { volumeId: '', volumeKey: '' };
let memories: Tensor[] = [];

function taken<T>(outcome: Outcome<T>): T {
  if (outcome.state === 'done') return outcome.value;
  throw new Error(outcome.state === 'failed' ? faultSentence(outcome.fault) : 'cancelled');
}

const segmentPage: SegmentPage = {
  async start({ device, model }) {
    engine = makeEngine({ device });
    const report = taken(await engine.loadModel({ kind: 'url', manifestUrl: `models/${model}/manifest.json` }));
    modelId = report.modelId;
    return report.device;
  },
  async open(answers) {
    const file = document.querySelector<HTMLInputElement>('#file')?.files?.[0];
    if (!file) throw new Error('no file');
    if (volume.volumeId) taken(await engine.closeVolume(volume.volumeId));
    volume = taken(await engine.openVolume({ source: { kind: 'file', file }, answers }));
  },
  async encode({ plane, index, window }) {
    memories = [];
    const began = performance.now();
    taken(await engine.encode({ ...volume, modelId, plane, index, window }));
    return performance.now() - began;
  },
  async answer({ plane, index, window, prompts, memory }) {
    const previous = memory === null ? undefined : memories[memory];
    const { candidates, timings } = taken(await engine.segment({ ...volume, modelId, plane, index, window, prompts, previous, lane: 'click' }));
    if (candidates.length === 0) return { mask: null, memory: -1, decodeMs: timings.decodeMs };
    const [{ mask, memory: next }] = candidates;
    const text = Array.from(mask.data, (value) => String.fromCharCode(value)).join('');
    return { mask: btoa(text), memory: memories.push(next) - 1, decodeMs: timings.decodeMs };
  },
};

declare global {
  interface Window { segmentPage: SegmentPage }
}
window.segmentPage = segmentPage;
