/** The engine without the program round it, for tools/verify/models.ts to drive. */
import type { Fault } from '#core/faults.ts';
import { faultSentence } from '#core/faults.ts';
import type { EngineClient } from '#engine/client/engineClient.ts';
import { makeEngine } from '#engine/client.ts';
import type { Outcome } from '#engine/protocol/call.ts';
import type { Device, ModelReport, ParityReply } from '#engine/protocol/modelCalls.ts';

export type Checked = { readonly report: ModelReport; readonly parity: ParityReply } | { readonly fault: Fault };

export interface PromptablePage {
  /** Loads the model whose files lie in the input on a device, compares it with its golden, and lets it go; a fault where the device cannot hold it. */
  check(of: { readonly device: Device }): Promise<Checked>;
}

let engine: { readonly client: EngineClient; readonly device: Device } | null = null;

function taken<T>(outcome: Outcome<T>): T {
  if (outcome.state === 'done') return outcome.value;
  throw new Error(outcome.state === 'failed' ? faultSentence(outcome.fault) : 'cancelled');
}

const promptablePage: PromptablePage = {
  async check({ device }) {
    if (engine?.device !== device) {
      engine?.client.destroy();
      engine = { device, client: makeEngine({ device }) };
    }
    const { client } = engine;
    const files = [...document.querySelector<HTMLInputElement>('#model')?.files ?? []];
    const loaded = await client.loadModel({ kind: 'files', files });
    if (loaded.state === 'failed') return { fault: loaded.fault };
    const report = taken(loaded);
    const parity = taken(await client.checkParity(report.modelId));
    taken(await client.releaseModel(report.modelId));
    return { report, parity };
  },
};

declare global {
  interface Window { promptablePage: PromptablePage }
}
window.promptablePage = promptablePage;
