import { makeBreather } from '#core/num/breather.ts';
import { makeUintStream, UINT_UNIT } from '#core/num/uintStream.ts';

/** Several measured columns over the same subjects: `values[subject * columns + column]`, NaN where missing. */
export interface SubjectTable {
  readonly subjects: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/** Called for each permutation with means[column * groups + group] (NaN for a group without values); the array is reused. */
export type VisitMeans = (means: Float64Array, permutation: number) => void;

/**
 * Group means of every column under shared permutations of the group labels over subjects: one shuffle serves all
 * columns, so that p values of different organs and models keep their dependence. `codes[subject]` is the group, −1 for
 * subjects in none (they take no part). A missing value goes along with its subject: it is neither summed nor counted, so
 * that columns which lack different values still share their shuffles. Permutation 0 is the observed labelling.
 */
export async function eachPermutedMeans(
  { subjects, columns, values }: SubjectTable, codes: ArrayLike<number>, groups: number,
  options: { permutations: number; seed: number | string; signal?: AbortSignal | undefined }, visit: VisitMeans,
): Promise<void> {
  const members = Array.from({ length: groups }, (_, g) => Array.from({ length: subjects }, (_unused, i) => i).filter((i) => codes[i] === g));
  const sizes = members.map((list) => list.length);
  const largest = sizes.indexOf(Math.max(...sizes));
  // The largest group comes last: it is what is left of the total, so it need not be drawn or summed.
  const order = [...sizes.keys()].filter((g) => g !== largest);
  const rows = [...order.flatMap((g) => members[g]), ...members[largest]];
  const dense = new Float64Array(rows.length * columns);
  // Column after column: one column of a thousand subjects stays in the processor's nearest cache.
  const absent = Array.from({ length: columns }, (): number[] => []);
  rows.forEach((row, i) => {
    for (let c = 0; c < columns; c++) {
      const value = values[row * columns + c];
      if (Number.isNaN(value)) absent[c].push(i);
      else dense[c * rows.length + i] = value;
    }
  });
  const gaps = makeGapCounter(rows.length, groups, absent);
  const totals = new Float64Array(columns);
  for (let i = 0; i < rows.length; i++) for (let c = 0; c < columns; c++) totals[c] += dense[c * rows.length + i];
  const places = Uint32Array.from(rows.keys());
  const drawn = new Uint32Array(rows.length - sizes[largest]);
  const fill = makeUintStream(options.seed);
  const breathe = makeBreather(options.signal);
  const sums = new Float64Array(groups * columns);
  const means = new Float64Array(groups * columns).fill(Number.NaN);
  for (let permutation = 0; permutation <= options.permutations; permutation++) {
    if (permutation > 0) {
      fill(drawn);
      shuffleFirst(places, drawn);
    }
    let from = 0;
    for (const g of order) {
      addUp(dense, places, from, from + sizes[g], columns, sums, g * columns);
      gaps?.label(places, from, from + sizes[g], g);
      from += sizes[g];
    }
    gaps?.label(places, from, rows.length, largest);
    for (let c = 0; c < columns; c++) {
      const missing = gaps?.count(c);
      let rest = totals[c];
      for (const g of order) {
        if (sizes[g] === 0) continue;
        rest -= sums[g * columns + c];
        means[c * groups + g] = meanOf(sums[g * columns + c], sizes[g] - (missing?.[g] ?? 0));
      }
      means[c * groups + largest] = meanOf(rest, sizes[largest] - (missing?.[largest] ?? 0));
    }
    visit(means, permutation);
    if (permutation % 128 === 127) await breathe();
  }
}

function meanOf(sum: number, count: number): number {
  return count === 0 ? Number.NaN : sum / count;
}

interface GapCounter {
  /** The subjects at these places are in this group now. */
  label(places: Uint32Array, from: number, to: number, group: number): void;
  /** Missing values of a column in each group now; the array is reused. */
  count(column: number): Uint32Array | undefined;
}

/** Counts missing values by group under the current labels; undefined where none is missing. */
function makeGapCounter(rows: number, groups: number, absent: readonly (readonly number[])[]): GapCounter | undefined {
  if (absent.every((list) => list.length === 0)) return undefined;
  const lists = absent.map((list) => Uint32Array.from(list));
  const labels = new Uint16Array(rows);
  const counts = new Uint32Array(groups);
  return {
    label(places, from, to, group) {
      for (let i = from; i < to; i++) labels[places[i]] = group;
    },
    count(column) {
      const list = lists[column];
      if (list.length === 0) return undefined;
      counts.fill(0);
      for (let i = 0; i < list.length; i++) counts[labels[list[i]]]++;
      return counts;
    },
  };
}

/** Sums of the rows at places[from … to) into `sums` from `at`, four columns at a time in local variables. */
function addUp(dense: Float64Array, places: Uint32Array, from: number, to: number, columns: number, sums: Float64Array, at: number): void {
  const n = places.length;
  let c = 0;
  for (; c + 4 <= columns; c += 4) {
    const c0 = c * n, c1 = c0 + n, c2 = c1 + n, c3 = c2 + n;
    let s0 = 0, s1 = 0, s2 = 0, s3 = 0;
    for (let i = from; i < to; i++) {
      const place = places[i];
      s0 += dense[c0 + place];
      s1 += dense[c1 + place];
      s2 += dense[c2 + place];
      s3 += dense[c3 + place];
    }
    sums[at + c] = s0;
    sums[at + c + 1] = s1;
    sums[at + c + 2] = s2;
    sums[at + c + 3] = s3;
  }
  for (; c < columns; c++) {
    let s0 = 0;
    for (let i = from; i < to; i++) s0 += dense[c * n + places[i]];
    sums[at + c] = s0;
  }
}

/** Puts a random choice, in random order, on the first places (Fisher and Yates, cut short). */
function shuffleFirst(places: Uint32Array, drawn: Uint32Array): void {
  const n = places.length;
  for (let i = 0; i < drawn.length; i++) {
    const j = i + Math.floor(drawn[i] * UINT_UNIT * (n - i));
    const place = places[i];
    places[i] = places[j];
    places[j] = place;
  }
}
