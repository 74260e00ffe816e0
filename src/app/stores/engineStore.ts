import { create } from 'zustand';
import type { DeviceChoice } from '#engine/client/engineClient.ts';
import type { ModelReport, Probe } from '#engine/protocol/modelCalls.ts';

interface EngineFacts {
  readonly device: DeviceChoice;
  readonly probe: Probe | null;
  readonly model: ModelReport | null;
  readonly modelState: 'none' | 'loading' | 'ready' | 'failed';
  /** What the model's manifest says of itself, in sentences. */
  readonly facts: readonly string[];
}

/** Where networks run and why, and which model is loaded. */
export const engineStore = create<EngineFacts>()(() => ({
  device: { state: 'starting', runtime: null, reason: 'The device is being chosen.', attempts: [] }, probe: null, model: null, modelState: 'none', facts: [],
}));
