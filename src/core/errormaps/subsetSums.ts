/**
 * Sums of many subsets of the rows of one table: out[s][b] = Σ matrix[i][b] over the rows i of subset s. Rows are taken
 * seven at a time; all 128 sums of those seven are made once and looked up by every subset (the method of the four
 * Russians), which costs a seventh of adding row by row.
 */
export interface SubsetSums {
  /** `subsets`: one byte 0 or 1 per row, subset after subset. Writes count × width sums into `out`. */
  into(out: Float64Array, subsets: Uint8Array, count: number): void;
}

const TOGETHER = 7;
const CODES = 1 << TOGETHER;
/** Columns at a time, so that the sums of seven rows stay in the cache. */
const SPAN = 256;

/** `matrix`: height × width, row-major. */
export function makeSubsetSums(matrix: Float64Array, height: number, width: number): SubsetSums {
  const sums = new Float64Array(CODES * SPAN);
  const chunks = Math.ceil(height / TOGETHER);
  return {
    into(out, subsets, count) {
      const codes = codesOf(subsets, count, height, chunks);
      out.fill(0, 0, count * width);
      for (let from = 0; from < width; from += SPAN) {
        const span = Math.min(SPAN, width - from);
        for (let chunk = 0; chunk < chunks; chunk++) {
          for (let code = 1; code < CODES; code++) {
            const row = chunk * TOGETHER + 31 - Math.clz32(code & -code);
            const rest = (code & (code - 1)) * SPAN, to = code * SPAN;
            if (row >= height) {
              sums.copyWithin(to, rest, rest + span);
              continue;
            }
            const start = row * width + from;
            for (let b = 0; b < span; b++) sums[to + b] = sums[rest + b] + matrix[start + b];
          }
          for (let s = 0; s < count; s++) {
            const code = codes[chunk * count + s];
            if (code === 0) continue;
            const at = code * SPAN, to = s * width + from;
            for (let b = 0; b < span; b++) out[to + b] += sums[at + b];
          }
        }
      }
    },
  };
}

/** Which of seven successive rows each subset holds, as bits; chunk after chunk. */
function codesOf(subsets: Uint8Array, count: number, height: number, chunks: number): Uint8Array {
  const codes = new Uint8Array(chunks * count);
  for (let s = 0; s < count; s++) {
    for (let i = 0; i < height; i++) {
      if (subsets[s * height + i] === 1) codes[Math.floor(i / TOGETHER) * count + s] |= 1 << (i % TOGETHER);
    }
  }
  return codes;
}
