import * as v from 'valibot';
import { FaultError } from '#core/faults.ts';
import type { EmbeddingIdentity } from '#core/embeddings/embeddingKey.ts';
import type { Embedding } from '#core/models/promptable.ts';
import type { Tensor, TensorData, TensorType } from '#core/models/session.ts';
import { fromHalfBits, toHalfBits } from '#core/num/halfBits.ts';

/** An embedding with all that says whose it is. */
export interface StoredEmbedding { readonly identity: EmbeddingIdentity; readonly embedding: Embedding }

const size = v.pipe(v.number(), v.integer(), v.minValue(0));
const header = v.object({
  format: v.literal('isodice-embedding-1'),
  identity: v.object({
    encoderSha256: v.string(), precision: v.string(), volumeKey: v.string(), plane: v.string(), index: v.number(),
    window: v.object({ low: v.number(), high: v.number() }), crop: v.string(),
  }),
  slice: v.object({ width: size, height: size }),
  tensors: v.array(v.object({ name: v.string(), type: v.picklist(['float32', 'float16', 'int64', 'int32', 'uint8', 'bool']), dims: v.array(size), bytes: size })),
});
type Header = v.InferOutput<typeof header>;

const ARRAYS: Readonly<Record<TensorType, { new (buffer: ArrayBuffer): TensorData; readonly BYTES_PER_ELEMENT: number }>> = {
  float32: Float32Array, float16: Uint16Array, int64: BigInt64Array, int32: Int32Array, uint8: Uint8Array, bool: Uint8Array,
};

/**
 * An embedding as a file: length of the header (uint32, little-endian), the header as JSON, then the tensors one after
 * the other. Float32 tensors are kept in half precision: half the room, and an error far below what a decoder notices.
 */
export function formatEmbedding({ identity, embedding }: StoredEmbedding): Uint8Array<ArrayBuffer> {
  const parts = Object.entries(embedding.tensors).map(([name, { type, dims, data }]) => ({ name, type, dims, data: data instanceof Float32Array ? toHalfBits(data) : data }));
  const said: Header = { format: 'isodice-embedding-1', identity, slice: embedding.slice, tensors: parts.map(({ data, dims, ...it }) => ({ ...it, dims: [...dims], bytes: data.byteLength })) };
  const text = new TextEncoder().encode(JSON.stringify(said));
  const bytes = new Uint8Array(4 + text.length + parts.reduce((sum, { data }) => sum + data.byteLength, 0));
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 4);
  let at = 4 + text.length;
  for (const { data } of parts) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

/** Reads what `formatEmbedding` wrote. Throws FaultError embedding-unreadable. */
export function parseEmbedding(bytes: Uint8Array): StoredEmbedding {
  const refuse = (came: string) => new FaultError('embedding-unreadable', { expected: 'an embedding of IsoDice', came });
  if (bytes.length < 4) throw refuse(`${bytes.length} bytes`);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  if (4 + length > bytes.length) throw refuse('a header beyond the end');
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  } catch {
    throw refuse('a header that is not JSON');
  }
  const read = v.safeParse(header, json);
  if (!read.success) throw refuse(`a header with another ${v.getDotPath(read.issues[0]) ?? 'shape'}`);
  const tensors: Record<string, Tensor> = {};
  let at = 4 + length;
  for (const { name, type, dims, bytes: said } of read.output.tensors) {
    const elements = dims.reduce((a, b) => a * b, 1);
    const width = type === 'float32' ? 2 : ARRAYS[type].BYTES_PER_ELEMENT;
    if (elements * width !== said || at + said > bytes.length) throw refuse(`${said} bytes of ${name}`);
    const piece = bytes.slice(at, at + said).buffer;
    tensors[name] = { type, dims, data: type === 'float32' ? fromHalfBits(new Uint16Array(piece)) : new ARRAYS[type](piece) };
    at += said;
  }
  if (at !== bytes.length) throw refuse(`${bytes.length - at} bytes too many`);
  return { identity: read.output.identity, embedding: { tensors, slice: read.output.slice } };
}
