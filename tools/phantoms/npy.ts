/** A NumPy .npy file (format 1.0) of a C-order array; pass the shape slowest axis first. */
export function npyBytes(data: Int16Array | Uint8Array, shape: readonly number[]): Uint8Array {
  const type = data instanceof Int16Array ? '<i2' : '|u1';
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape.join(', ')}${shape.length === 1 ? ',' : ''}), }`;
  const header = text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11, ' ') + '\n';
  const prefix = new Uint8Array(10 + header.length);
  prefix.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length & 255, header.length >> 8]);
  prefix.set(new TextEncoder().encode(header), 10);
  const bytes = new Uint8Array(prefix.length + data.byteLength);
  bytes.set(prefix);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), prefix.length);
  return bytes;
}
