import * as ort from 'onnxruntime-web';
import type { Session, Tensor } from '#core/models/session.ts';

/** The WebAssembly build that browsers run, here in Node. */
export async function wasmSession(graph: Uint8Array, threads = 1): Promise<Session> {
  ort.env.wasm.numThreads = threads;
  const session = await ort.InferenceSession.create(graph, { executionProviders: ['wasm'], logSeverityLevel: 3 });
  const info = (name: string) => ({ name, type: 'float32', dims: [] }) as const;
  return {
    inputs: session.inputNames.map(info),
    outputs: session.outputNames.map(info),
    async run(feeds) {
      const given = Object.fromEntries(Object.entries(feeds).map(([name, { data, dims }]) => [name, new ort.Tensor('float32', data as Float32Array, dims)]));
      const answers = await session.run(given);
      return Object.fromEntries(Object.entries(answers).map(([name, { dims, data }]): [string, Tensor] => [name, { type: 'float32', dims, data: data as Float32Array }]));
    },
    release: () => session.release(),
  };
}
