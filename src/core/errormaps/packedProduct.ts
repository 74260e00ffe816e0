/**
 * Many rows times one tall matrix: out[r][b] = Σ_i rows[r][i] · matrix[i][b], for thousands of permuted designs against
 * one table of subjects × bins. Both are laid out in panels (four rows, two columns), so that the inner loop reads on
 * and keeps its eight sums in registers.
 */
export interface PackedMatrix {
  readonly height: number;
  readonly width: number;
  /** [⌈width/2⌉][height][2]. */
  readonly panels: Float64Array;
}

/** `matrix`: height × width, row-major. */
export function packMatrix(matrix: Float64Array, height: number, width: number): PackedMatrix {
  const panels = new Float64Array(2 * height * Math.ceil(width / 2));
  for (let i = 0; i < height; i++) {
    for (let b = 0; b < width; b++) panels[2 * (height * (b >> 1) + i) + (b & 1)] = matrix[i * width + b];
  }
  return { height, width, panels };
}

/** Rows in panels of four: [⌈count/4⌉][height][4]. `set` writes entry i of row r. */
export function makePackedRows(count: number, height: number): { readonly count: number; readonly panels: Float64Array; set(r: number, i: number, value: number): void } {
  const panels = new Float64Array(4 * height * Math.ceil(count / 4));
  return { count, panels, set: (r, i, value) => { panels[4 * (height * (r >> 2) + i) + (r & 3)] = value; } };
}

/** Writes count × width products, row-major. */
export function packedProduct(rows: { readonly count: number; readonly panels: Float64Array }, { height, width, panels }: PackedMatrix, out: Float64Array): void {
  const left = rows.panels;
  for (let column = 0; column < width; column += 2) {
    const m = height * column;
    for (let row = 0; row < rows.count; row += 4) {
      let a0 = 0, a1 = 0, b0 = 0, b1 = 0, c0 = 0, c1 = 0, d0 = 0, d1 = 0;
      let l = height * row;
      for (let at = m; at < m + 2 * height; at += 2, l += 4) {
        const x = panels[at], y = panels[at + 1];
        const p = left[l], q = left[l + 1], r = left[l + 2], s = left[l + 3];
        a0 += p * x;
        a1 += p * y;
        b0 += q * x;
        b1 += q * y;
        c0 += r * x;
        c1 += r * y;
        d0 += s * x;
        d1 += s * y;
      }
      put(out, rows.count, width, row, column, a0, a1);
      put(out, rows.count, width, row + 1, column, b0, b1);
      put(out, rows.count, width, row + 2, column, c0, c1);
      put(out, rows.count, width, row + 3, column, d0, d1);
    }
  }
}

function put(out: Float64Array, count: number, width: number, row: number, column: number, first: number, second: number): void {
  if (row >= count) return;
  out[row * width + column] = first;
  if (column + 1 < width) out[row * width + column + 1] = second;
}
