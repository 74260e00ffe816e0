import * as ort from 'onnxruntime-node';
import type { Session, Tensor, TensorData, TensorInfo, TensorType } from '#core/models/session.ts';

export interface NodeSessionOptions {
  /** Threads inside an operator; 0 leaves it to the runtime. */
  readonly threads?: number;
}

/** A graph on onnxruntime-node's CPU provider, behind the same interface as the browser's engine. */
export async function nodeSession(graph: string | Uint8Array, { threads = 0 }: NodeSessionOptions = {}): Promise<Session> {
  const options: ort.InferenceSession.SessionOptions = { logSeverityLevel: 3, intraOpNumThreads: threads };
  const session = typeof graph === 'string' ? await ort.InferenceSession.create(graph, options) : await ort.InferenceSession.create(graph, options);
  return {
    inputs: session.inputMetadata.map(infoOf),
    outputs: session.outputMetadata.map(infoOf),
    async run(feeds) {
      const tensors = Object.fromEntries(Object.entries(feeds).map(([name, { type, data, dims }]) => [name, new ort.Tensor(type, data, dims)]));
      const answers = await session.run(tensors);
      return Object.fromEntries(Object.entries(answers).map(([name, { type, data, dims }]): [string, Tensor] => [name, { type: type as TensorType, data: data as TensorData, dims }]));
    },
    release: () => session.release(),
  };
}

function infoOf(metadata: ort.InferenceSession.ValueMetadata): TensorInfo {
  if (!metadata.isTensor) return { name: metadata.name, type: 'float32', dims: [] };
  return { name: metadata.name, type: metadata.type as TensorType, dims: metadata.shape };
}
