/** One channel, row-major [height, width]. Kernels for 8-bit pictures hold whole numbers from 0 to 255 in it. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array | Float64Array;
}

export interface PictureSize { readonly width: number; readonly height: number }

/** Makes a picture of another size. */
export type Resize = (picture: Picture, to: PictureSize) => Picture;

/** How each output along one axis is a weighted sum of a run of inputs. */
export interface AxisWeights {
  readonly first: Int32Array;
  readonly weights: readonly Float64Array[];
}

/**
 * Columns first, then rows, as all the references do; `between` rounds what a first pass leaves. In double precision to the
 * end: who cuts fractions off must do it before 99.9999999 has become 100 in single precision.
 */
export function resizedByAxis({ width, height, data }: Picture, columns: AxisWeights, rows: AxisWeights, between: (value: number) => number = (it) => it): Picture {
  const to = { width: columns.first.length, height: rows.first.length };
  const lines = new Float64Array(to.width * height);
  for (let v = 0, at = 0; v < height; v++) {
    for (let u = 0; u < to.width; u++, at++) {
      const weights = columns.weights[u];
      let sum = 0;
      for (let t = 0, from = v * width + columns.first[u]; t < weights.length; t++, from++) sum += weights[t] * data[from];
      lines[at] = between(sum);
    }
  }
  const out = new Float64Array(to.width * to.height);
  for (let v = 0, at = 0; v < to.height; v++) {
    const weights = rows.weights[v];
    for (let u = 0; u < to.width; u++, at++) {
      let sum = 0;
      for (let t = 0, from = rows.first[v] * to.width + u; t < weights.length; t++, from += to.width) sum += weights[t] * lines[from];
      out[at] = between(sum);
    }
  }
  return { ...to, data: out };
}

/** Two resizings of one axis as one: `second` of what `first` gives. */
export function chained(first: AxisWeights, second: AxisWeights): AxisWeights {
  const starts = new Int32Array(second.first.length);
  const weights = second.weights.map((run, at) => {
    const from = second.first[at], last = from + run.length - 1;
    starts[at] = first.first[from];
    const sum = new Float64Array(first.first[last] + first.weights[last].length - starts[at]);
    run.forEach((share, t) => first.weights[from + t].forEach((it, k) => { sum[first.first[from + t] - starts[at] + k] += share * it; }));
    return sum;
  });
  return { first: starts, weights };
}
