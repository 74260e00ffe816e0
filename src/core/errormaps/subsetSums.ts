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
/** Columns at a time, so that the sums of seven rows and those of all subsets stay in the nearest caches. */
const SPAN = 32;

/** `matrix`: height × width, row-major. */
export function makeSubsetSums(matrix: Float64Array, height: number, width: number): SubsetSums {
  const sums = new Float64Array(CODES * SPAN);
  const chunks = Math.ceil(height / TOGETHER);
  // Rows in strips of SPAN columns, filled up with zeros: [⌈width/SPAN⌉][chunks · 7][SPAN].
  const strips = Math.ceil(width / SPAN), stripLength = chunks * TOGETHER * SPAN;
  const laid = new Float64Array(strips * stripLength);
  for (let i = 0; i < height; i++) {
    for (let b = 0; b < width; b++) laid[Math.floor(b / SPAN) * stripLength + i * SPAN + (b % SPAN)] = matrix[i * width + b];
  }
  return {
    into(out, subsets, count) {
      const codes = codesOf(subsets, count, height, chunks);
      const strip = new Float64Array(count * SPAN);
      for (let n = 0; n < strips; n++) {
        strip.fill(0);
        for (let chunk = 0; chunk < chunks; chunk++) {
          sumsOfSeven(laid, n * stripLength + chunk * TOGETHER * SPAN, sums);
          addSums(strip, sums, codes, chunk * count, count);
        }
        const from = n * SPAN, span = Math.min(SPAN, width - from);
        for (let s = 0; s < count; s++) out.set(strip.subarray(s * SPAN, s * SPAN + span), s * width + from);
      }
    },
  };
}

/** The sums of all subsets of seven rows of a strip. */
function sumsOfSeven(laid: Float64Array, start: number, sums: Float64Array): void {
  for (let code = 1; code < CODES; code++) {
    const row = start + (31 - Math.clz32(code & -code)) * SPAN;
    const rest = (code & (code - 1)) * SPAN, to = code * SPAN;
    for (let b = 0; b < SPAN; b++) sums[to + b] = sums[rest + b] + laid[row + b];
  }
}

function addSums(strip: Float64Array, sums: Float64Array, codes: Uint8Array, firstCode: number, count: number): void {
  for (let s = 0; s < count; s++) {
    const at = codes[firstCode + s] * SPAN, to = s * SPAN;
    for (let b = 0; b < SPAN; b += 4) {
      strip[to + b] += sums[at + b];
      strip[to + b + 1] += sums[at + b + 1];
      strip[to + b + 2] += sums[at + b + 2];
      strip[to + b + 3] += sums[at + b + 3];
    }
  }
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
