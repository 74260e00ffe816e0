const TABLE = Int32Array.from({ length: 256 }, (_, n) => {
  let value = n;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** Four tables, so that four bytes are folded in at once (Intel's "slicing"). */
const TABLES = (() => {
  const tables = [TABLE];
  for (let t = 1; t < 4; t++) tables.push(TABLE.map((_, n) => (tables[t - 1][n] >>> 8) ^ TABLE[tables[t - 1][n] & 255]));
  return tables;
})();

/** The CRC-32 of gzip and PNG, continued from `crc` (0 to begin with), as an unsigned number. */
export function crc32(bytes: Uint8Array, crc = 0): number {
  const [t0, t1, t2, t3] = TABLES;
  let c = ~crc;
  let at = 0;
  for (const last = bytes.length - 3; at < last; at += 4) {
    c ^= bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
    c = t3[c & 255] ^ t2[(c >>> 8) & 255] ^ t1[(c >>> 16) & 255] ^ t0[c >>> 24];
  }
  for (; at < bytes.length; at++) c = t0[(c ^ bytes[at]) & 255] ^ (c >>> 8);
  return ~c >>> 0;
}
