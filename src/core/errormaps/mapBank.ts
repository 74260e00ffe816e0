import { FaultError } from '#core/faults.ts';
import { MASKED_CODE } from '#core/errormaps/compactMap.ts';
import { BINS } from '#core/errormaps/surfaceBins.ts';

/**
 * The stored surface maps of one run and organ: a map of 512 signed distances (compactMap.ts) for every case of the
 * table, in the table's order; a case that no map could be made of is masked throughout.
 */
export type MapBank = Int8Array;

/** Checks that the bytes hold one map for each case. Fails with map-unreadable. */
export function parseMapBank(bytes: Uint8Array | Int8Array, cases: number, where: string): MapBank {
  if (bytes.length !== cases * BINS) throw new FaultError('map-unreadable', { where, expected: `${cases} maps of ${BINS} bytes`, came: `${bytes.length} bytes` });
  return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** How many cases have a map. */
export function mappedCases(bank: MapBank): number {
  let found = 0;
  for (let at = 0; at < bank.length; at += BINS) if (bank.subarray(at, at + BINS).some((code) => code !== MASKED_CODE)) found++;
  return found;
}
