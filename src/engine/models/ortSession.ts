import type * as Ort from 'onnxruntime-web/webgpu';
import type { Fault } from '#core/faults.ts';
import { FaultError } from '#core/faults.ts';
import type { Session, Tensor, TensorInfo, TensorType } from '#core/models/session.ts';

const TYPES: ReadonlySet<string> = new Set<TensorType>(['float32', 'float16', 'int64', 'int32', 'uint8', 'bool']);

/**
 * An onnxruntime session behind core's interface: tensors in, tensors out, everything else disposed of. A run ends
 * as gpu-lost when the device goes, because onnxruntime may then never answer.
 */
export function makeOrtSession(ort: typeof Ort, session: Ort.InferenceSession, lost: Promise<Fault> | null): Session {
  const lossThrows = lost?.then((it): never => { throw new FaultError('gpu-lost', it); });
  // Each run races it; nobody may be listening when it happens.
  lossThrows?.catch(() => undefined);
  return {
    inputs: session.inputMetadata.map(tensorInfo),
    outputs: session.outputMetadata.map(tensorInfo),
    async run(feeds) {
      const given = Object.fromEntries(Object.entries(feeds).map(([name, it]) => [name, new ort.Tensor(it.type, it.data as Float32Array, it.dims)]));
      const running = session.run(given).catch((error: unknown) => {
        throw new FaultError('model-run-failed', { came: error instanceof Error ? error.message : String(error) });
      });
      const results = await (lossThrows ? Promise.race([running, lossThrows]) : running);
      const taken = Object.entries(results).map(([name, it]) => {
        const tensor = fromOrt(it);
        it.dispose();
        return [name, tensor] as const;
      });
      for (const it of Object.values(given)) it.dispose();
      return Object.fromEntries(taken);
    },
    release: () => session.release(),
  };
}

function tensorInfo(it: Ort.InferenceSession.ValueMetadata): TensorInfo {
  if (!it.isTensor) throw new FaultError('model-tensors-differ', { where: it.name, expected: 'a tensor', came: 'a sequence or map' });
  return { name: it.name, type: typeOf(it.type, it.name), dims: it.shape };
}

function typeOf(type: string, name: string): TensorType {
  if (TYPES.has(type)) return type as TensorType;
  throw new FaultError('model-tensors-differ', { where: name, expected: [...TYPES].join(', '), came: type });
}

/** onnxruntime gives float16 as Float16Array where the browser has it; core carries the raw bits. */
function fromOrt(it: Ort.Tensor): Tensor {
  const { data, dims } = it;
  if (!ArrayBuffer.isView(data)) throw new FaultError('model-tensors-differ', { expected: 'numbers', came: 'text' });
  const type = typeOf(it.type, 'an output');
  return { type, dims: [...dims], data: type === 'float16' ? new Uint16Array(data.buffer, data.byteOffset, data.length) : (data as Float32Array) };
}
