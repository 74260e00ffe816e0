import { CELL_STATISTICS } from '#charts/groupHeatmap/layout.ts';
import { RAIN_SHAPES } from '#charts/raincloud/shapes.ts';
import * as v from 'valibot';
import { TESTS } from '#core/evaluation/recipe.ts';
import type { ExploreSelection } from '#core/evaluation/exploreRecipe.ts';
import type { Focus } from '#core/evaluation/exploreViews.ts';

/** A value that makes no sense is left out, never an error. */
const lenient = <T extends v.GenericSchema>(schema: T) => v.optional(v.fallback(v.optional(schema), undefined));
const text = lenient(v.pipe(v.string(), v.nonEmpty()));
const texts = lenient(v.array(v.string()));
const name = v.pipe(v.string(), v.nonEmpty());
const bound = v.optional(v.number());
const filter = v.variant('kind', [
  v.object({ kind: v.literal('range'), column: name, low: bound, high: bound }),
  v.object({ kind: v.literal('values'), column: name, values: v.pipe(v.array(name), v.minLength(1)) }),
  v.object({ kind: v.literal('score'), organ: name, model: name, low: bound, high: bound }),
]);
const ascending = v.pipe(v.array(v.pipe(v.number(), v.finite())), v.minLength(1), v.maxLength(12), v.check((cuts) => cuts.every((cut, i) => i === 0 || cut > cuts[i - 1])));

export const EXPLORE_VIEWS = ['overview', 'models', 'groups', 'confounders', 'robustness', 'table'] as const;
export type ExploreView = (typeof EXPLORE_VIEWS)[number];

/** Own results are named for the reader of a link on another machine, who has none of this id. */
const place = v.union([
  v.literal('bundled'),
  v.object({ kind: v.literal('cohort'), id: name, name, records: v.pipe(v.array(name), v.minLength(1)) }),
  v.object({ kind: v.literal('results'), id: name, name }),
]);

/** All that the Explore page shows, so that a link reproduces it; what is absent has its default. */
export const ExploreSearch = v.object({
  /** Whose results; where absent, those that are on the screen. */
  data: lenient(place),
  attribute: text,
  cuts: lenient(ascending),
  /** Group that the others are compared with. */
  versus: text,
  metric: text,
  failure: lenient(v.number()),
  runs: texts,
  adjust: texts,
  mediator: lenient(v.literal('organ volume')),
  modality: lenient(v.picklist(['CT', 'MR', 'unknown', 'together'])),
  filters: lenient(v.array(filter)),
  more: lenient(v.array(v.picklist(TESTS))),
  correction: lenient(v.picklist(['none', 'bonferroni', 'holm', 'hochberg', 'hommel', 'bh', 'by'])),
  margin: lenient(v.pipe(v.number(), v.gtValue(0))),
  permutations: lenient(v.pipe(v.number(), v.integer(), v.minValue(100), v.maxValue(1_000_000))),
  seed: lenient(v.union([v.number(), v.string()])),
  organ: text,
  run: text,
  view: lenient(v.picklist(EXPLORE_VIEWS)),
  shape: lenient(v.picklist(RAIN_SHAPES)),
  /** What the cells of the matrices say. */
  cells: lenient(v.picklist(CELL_STATISTICS)),
  /** Covariate on the x axis, and the second attribute of the matrix. */
  against: text,
  crossed: text,
});

export type ExploreSearch = v.InferOutput<typeof ExploreSearch>;

/** The part of the address that decides the numbers. */
export function selectionOfSearch({ attribute, cuts, versus, metric, failure, runs, adjust, mediator, modality, filters, more, correction, margin, permutations, seed }: ExploreSearch): ExploreSelection {
  const all = { attribute, cuts, reference: versus, metric, failureBelow: failure, runs, adjust, mediator, modality, filters, more, correction, margin, permutations, seed };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

export function searchOfSelection({ reference, failureBelow, ...same }: ExploreSelection): ExploreSearch {
  return v.parse(ExploreSearch, { ...same, versus: reference, failure: failureBelow });
}

/** What the pictures are of; the first organ and the first run over the whole cohort where the address does not say. */
export function focusOfSearch({ organ, run, runs }: ExploreSearch, facts: { readonly organs: readonly string[]; readonly wholeRuns: readonly string[] }): Focus {
  const among = runs ?? facts.wholeRuns;
  return {
    organ: organ !== undefined && facts.organs.includes(organ) ? organ : facts.organs[0] ?? '',
    run: run !== undefined && among.includes(run) ? run : among[0] ?? '',
  };
}
