import { FaultError } from '#core/faults.ts';
import type { Session, Tensor } from '#core/models/session.ts';
import { fromHalfBits, toHalfBits } from '#core/num/halfBits.ts';

/** Runs a graph with those of the tensors that it has inputs for, in the precision that it wants. Throws FaultError 'model-tensors-differ' where one is lacking. */
export function runWith(session: Session, tensors: Readonly<Record<string, Tensor>>): Promise<Readonly<Record<string, Tensor>>> {
  const feeds = session.inputs.map(({ name, type }) => {
    if (!Object.hasOwn(tensors, name)) throw new FaultError('model-tensors-differ', { where: name, expected: Object.keys(tensors).join(', '), came: name });
    return [name, inType(tensors[name], type)] as const;
  });
  return session.run(Object.fromEntries(feeds));
}

function inType(tensor: Tensor, type: Tensor['type']): Tensor {
  if (tensor.type === 'float32' && type === 'float16') return { ...tensor, type, data: toHalfBits(tensor.data as Float32Array) };
  if (tensor.type === 'float16' && type === 'float32') return { ...tensor, type, data: floats(tensor) };
  return tensor;
}

/** A named output as single precision. Throws FaultError 'model-tensors-differ' or 'model-not-finite'. */
export function finiteOutput(outputs: Readonly<Record<string, Tensor>>, name: string): { readonly dims: readonly number[]; readonly data: Float32Array } {
  if (!Object.hasOwn(outputs, name)) throw new FaultError('model-tensors-differ', { where: name, expected: name, came: Object.keys(outputs).join(', ') });
  const data = floats(outputs[name]);
  for (const value of data) if (!Number.isFinite(value)) throw new FaultError('model-not-finite', { where: name, came: String(value) });
  return { dims: outputs[name].dims, data };
}

function floats({ type, data }: Tensor): Float32Array {
  return type === 'float16' ? fromHalfBits(data as Uint16Array) : (data as Float32Array);
}
