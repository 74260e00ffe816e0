import type { Dims } from '#core/volume/grid.ts';
import type { VoxelBox } from '#core/metrics/voxelBox.ts';

/** Voxel counts of two masks on one grid; everything that Dice and its kin need. */
export interface OverlapCounts {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly predictionVoxels: number;
  readonly referenceVoxels: number;
  /** Counts per index k, so that Dice per axial slice costs nothing more. */
  readonly slices: SliceCounts;
  /** Smallest box that holds both masks; undefined where both are empty. */
  readonly box: VoxelBox | undefined;
}

export interface SliceCounts {
  readonly truePositives: Uint32Array;
  readonly predictionVoxels: Uint32Array;
  readonly referenceVoxels: Uint32Array;
}

/**
 * Counts in one pass, prediction first. Voxels must be 0 or 1 (a programmer's mistake otherwise: RangeError). Rows are
 * read four voxels at a time where they lie on 32-bit words: a word of bytes 0 or 1 adds up in four lanes at once, which
 * cannot overflow before 255 words.
 */
export function overlapCounts(prediction: Uint8Array, reference: Uint8Array, dims: Dims): OverlapCounts {
  const [nx, ny, nz] = dims;
  if (prediction.length !== nx * ny * nz || reference.length !== prediction.length) {
    throw new RangeError(`masks of ${prediction.length} and ${reference.length} voxels do not fill a grid of ${dims.join('×')}`);
  }
  const byWord = nx % 4 === 0 && prediction.byteOffset % 4 === 0 && reference.byteOffset % 4 === 0;
  const countRow = byWord ? rowOfWords(prediction, reference, nx) : rowOfBytes(prediction, reference, nx);
  const slices = { truePositives: new Uint32Array(nz), predictionVoxels: new Uint32Array(nz), referenceVoxels: new Uint32Array(nz) };
  const low = [nx, ny, nz];
  const high = [-1, -1, -1];
  const row = { both: 0, prediction: 0, reference: 0 };
  for (let k = 0; k < nz; k++) {
    let both = 0, inPrediction = 0, inReference = 0;
    for (let j = 0; j < ny; j++) {
      const start = nx * (j + ny * k);
      countRow(start, row);
      if (row.prediction + row.reference === 0) continue;
      both += row.both;
      inPrediction += row.prediction;
      inReference += row.reference;
      if (j < low[1]) low[1] = j;
      if (j > high[1]) high[1] = j;
      let i = 0;
      while (i < low[0] && prediction[start + i] + reference[start + i] === 0) i++;
      if (i < low[0]) low[0] = i;
      i = nx - 1;
      while (i > high[0] && prediction[start + i] + reference[start + i] === 0) i--;
      if (i > high[0]) high[0] = i;
    }
    if (inPrediction + inReference === 0) continue;
    slices.truePositives[k] = both;
    slices.predictionVoxels[k] = inPrediction;
    slices.referenceVoxels[k] = inReference;
    if (k < low[2]) low[2] = k;
    high[2] = k;
  }
  const total = (counts: Uint32Array) => counts.reduce((sum, count) => sum + count, 0);
  const truePositives = total(slices.truePositives);
  const predictionVoxels = total(slices.predictionVoxels);
  const referenceVoxels = total(slices.referenceVoxels);
  return {
    truePositives, predictionVoxels, referenceVoxels, slices,
    falsePositives: predictionVoxels - truePositives,
    falseNegatives: referenceVoxels - truePositives,
    box: high[2] < 0 ? undefined : { low: [low[0], low[1], low[2]], high: [high[0], high[1], high[2]] },
  };
}

interface RowCounts { both: number; prediction: number; reference: number }

function rowOfBytes(prediction: Uint8Array, reference: Uint8Array, nx: number) {
  return (start: number, out: RowCounts): void => {
    let both = 0, inPrediction = 0, inReference = 0, seen = 0;
    for (let at = start; at < start + nx; at++) {
      const p = prediction[at], r = reference[at];
      seen |= p | r;
      inPrediction += p;
      inReference += r;
      both += p & r;
    }
    if (seen > 1) throw notBinary();
    out.both = both;
    out.prediction = inPrediction;
    out.reference = inReference;
  };
}

function rowOfWords(prediction: Uint8Array, reference: Uint8Array, nx: number) {
  const words = (bytes: Uint8Array) => new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
  const p32 = words(prediction), r32 = words(reference);
  const perRow = nx >> 2;
  return (start: number, out: RowCounts): void => {
    const end = (start >> 2) + perRow;
    out.both = out.prediction = out.reference = 0;
    for (let from = start >> 2; from < end; from += 255) {
      const to = Math.min(end, from + 255);
      let both = 0, inPrediction = 0, inReference = 0, seen = 0;
      for (let at = from; at < to; at++) {
        const p = p32[at], r = r32[at];
        seen |= p | r;
        inPrediction = (inPrediction + p) | 0;
        inReference = (inReference + r) | 0;
        both = (both + (p & r)) | 0;
      }
      if (seen === 0) continue;
      if ((seen & ~0x01010101) !== 0) throw notBinary();
      out.both += lanes(both);
      out.prediction += lanes(inPrediction);
      out.reference += lanes(inReference);
    }
  };
}

function lanes(word: number): number {
  return (word & 255) + ((word >>> 8) & 255) + ((word >>> 16) & 255) + (word >>> 24);
}

function notBinary(): RangeError {
  return new RangeError('a mask holds a voxel that is neither 0 nor 1');
}
