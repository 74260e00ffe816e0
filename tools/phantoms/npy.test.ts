import { expect, test } from 'vitest';
import { npyBytes } from './npy.ts';

test('a 1 × 2 × 3 int16 array has a header of whole 64-byte lines that names type and shape, then the numbers', () => {
  const bytes = npyBytes(Int16Array.of(1, -2, 3, 4, 5, 600), [1, 2, 3]);
  expect([...bytes.subarray(0, 8)]).toEqual([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  const header = bytes[8] + 256 * bytes[9];
  expect((10 + header) % 64).toBe(0);
  expect(new TextDecoder().decode(bytes.subarray(10, 10 + header))).toMatch(/^\{'descr': '<i2', 'fortran_order': False, 'shape': \(1, 2, 3\), \} *\n$/);
  expect([...new Int16Array(bytes.slice(10 + header).buffer)]).toEqual([1, -2, 3, 4, 5, 600]);
});
