import { connect } from '#engine/protocol/connect.ts';
import { makeEngine } from '#engine/client.ts';
import type { BareRequest } from './bare.ts';
import { bareCall } from './bare.ts';

declare global {
  interface Window { readonly enginePage: typeof page }
}

/** What tests and benchmarks drive from outside. */
const page = {
  makeEngine,
  /** onnxruntime with nothing of ours around it, in a worker of its own. */
  makeBare() {
    const worker = new Worker(new URL('./bareWorker.ts', import.meta.url), { type: 'module', name: 'bare' });
    const { ask } = connect(worker, 'bare');
    return { run: (request: BareRequest) => ask(bareCall, request), end: () => worker.terminate() };
  },
};

Object.assign(window, { enginePage: page });
