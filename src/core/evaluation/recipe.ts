import * as v from 'valibot';
import { attemptNow, FaultError, type Result } from '#core/faults.ts';

/**
 * An audit as a recipe: everything that decides its numbers, as plain JSON. The same recipe on the same table gives the
 * same numbers on the page, in the report and on the command line.
 */
const name = v.pipe(v.string(), v.minLength(1));
const share = v.pipe(v.number(), v.gtValue(0), v.ltValue(1));

const ScoreSchema = v.strictObject({
  /** Column that holds the metric. */
  column: name,
  organ: name,
  model: name,
  /** Column with the metric floor of each subject: what an equal small error would cost this organ. */
  floor: v.optional(name),
});

/** Subjects that take part: those that pass every filter. */
const FilterSchema = v.variant('kind', [
  /** From `low` to `high`, both included; subjects without the covariate take no part. */
  v.strictObject({ kind: v.literal('range'), column: name, low: v.optional(v.number()), high: v.optional(v.number()) }),
  /** Values of a category as text; "unknown" stands for those without one. */
  v.strictObject({ kind: v.literal('values'), column: name, values: v.pipe(v.array(name), v.minLength(1)) }),
  /** By the score itself: what is left is no sample of the groups, and the screen says so. */
  v.strictObject({ kind: v.literal('score'), organ: name, model: name, low: v.optional(v.number()), high: v.optional(v.number()) }),
]);

const LayoutSchema = v.variant('layout', [
  /** One row a subject, one column a score. */
  v.strictObject({ layout: v.literal('wide'), subject: name, scores: v.pipe(v.array(ScoreSchema), v.minLength(1)), missing: v.optional(v.array(v.string())) }),
  /** One row a subject, organ and model. */
  v.strictObject({
    layout: v.literal('long'), subject: name, score: name, organ: v.optional(name), model: v.optional(name), floor: v.optional(name),
    missing: v.optional(v.array(v.string())),
  }),
  /** A result table, columns named as there; covariates by their names, with `modality` and `referenceVolumeMl` among them. */
  v.strictObject({
    layout: v.literal('results'),
    /** Cases of one modality, or all of them together. */
    modality: v.picklist(['CT', 'MR', 'unknown', 'together']),
    filters: v.optional(v.array(FilterSchema), []),
  }),
]);

const GroupingSchema = v.variant('kind', [
  v.strictObject({
    kind: v.literal('category'), attribute: name, column: name, reference: v.optional(name), ordered: v.optional(v.boolean()),
    /** Groups in their order; others that occur follow in order of first appearance. */
    levels: v.optional(v.array(name)),
  }),
  v.strictObject({
    kind: v.literal('cut'), attribute: name, column: name, reference: v.optional(name),
    /** Ascending; a group runs from one cut (included) to the next (excluded). */
    cuts: v.pipe(v.array(v.number()), v.minLength(1), v.check((cuts) => cuts.every((cut, i) => i === 0 || cut > cuts[i - 1]), 'cuts must ascend')),
    labels: v.optional(v.array(name)),
    unit: v.optional(v.string()),
  }),
]);

const CovariateSchema = v.strictObject({ column: name, kind: v.picklist(['numeric', 'category']), label: v.optional(name) });

/** Tests between groups; the first block is cheap and default, the rest on demand. */
export const TESTS = [
  'anova', 'welch-anova', 'kruskal-wallis', 'trend', 'welch', 'mann-whitney', 'brunner-munzel', 'failure-rate', 'permutation-index',
  'model-difference', 'modality-difference', 'model-interaction', 'median-gap', 'equivalence', 'bca', 'overlap-weighting', 'matching', 'fractional', 'beta', 'logistic-failure', 'median-regression', 'mixed',
  'continuous',
] as const;
export type TestName = (typeof TESTS)[number];

export const DEFAULT_TESTS: readonly TestName[] = [
  'welch-anova', 'kruskal-wallis', 'trend', 'welch', 'mann-whitney', 'failure-rate', 'permutation-index', 'model-difference', 'modality-difference', 'continuous',
];

const RecipeSchema = v.strictObject({
  version: v.literal(1),
  name: v.optional(v.string()),
  data: LayoutSchema,
  metric: v.strictObject({
    name,
    higherIsBetter: v.boolean(),
    /** Values beyond count as failures. */
    failureBelow: v.optional(v.number()),
  }),
  groupings: v.pipe(v.array(GroupingSchema), v.minLength(1)),
  /** Covariates known of the subjects; `adjustment` says which of them are adjusted for. */
  covariates: v.optional(v.array(CovariateSchema), []),
  adjustment: v.optional(
    v.strictObject({
      /** Columns of `covariates`. A grouping's own column is left out of its own adjustment. */
      covariates: v.array(name),
      errors: v.optional(v.picklist(['HC3', 'classical']), 'HC3'),
      /** A column of `covariates` that lies on the way from group to score (organ volume): adjusted for beside, never instead. */
      mediator: v.optional(name),
    }),
  ),
  models: v.optional(v.array(name)),
  organs: v.optional(v.array(name)),
  tests: v.optional(v.array(v.picklist(TESTS)), [...DEFAULT_TESTS]),
  correction: v.optional(v.picklist(['none', 'bonferroni', 'holm', 'hochberg', 'hommel', 'bh', 'by']), 'holm'),
  /** Over what p values are corrected: all of one method in the audit, or those of one attribute. */
  family: v.optional(v.picklist(['audit', 'attribute']), 'audit'),
  /** Gaps within ± this count as equal (TOST); must be declared before looking. */
  equivalenceMargin: v.optional(v.pipe(v.number(), v.gtValue(0))),
  level: v.optional(share, 0.95),
  permutations: v.optional(v.pipe(v.number(), v.integer(), v.minValue(100), v.maxValue(1_000_000)), 10_000),
  replicates: v.optional(v.pipe(v.number(), v.integer(), v.minValue(100), v.maxValue(100_000)), 1000),
  seed: v.optional(v.union([v.number(), v.string()]), 1),
  /** Groups below `warn` carry a warning; below `rank` they are shown but not ranked. */
  minimumGroup: v.optional(v.strictObject({ warn: v.number(), rank: v.number() }), { warn: 50, rank: 10 }),
});

export type Recipe = v.InferOutput<typeof RecipeSchema>;
export type RecipeInput = v.InferInput<typeof RecipeSchema>;
export type RecipeGrouping = Recipe['groupings'][number];
export type RecipeFilter = v.InferOutput<typeof FilterSchema>;
export type RecipeCovariate = Recipe['covariates'][number];

/** A checked recipe from JSON text. The fault names the field. */
export function parseRecipe(text: string): Result<Recipe> {
  return attemptNow(() => {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw new FaultError('recipe-invalid', { expected: 'JSON', came: text.slice(0, 40) });
    }
    return checked(value);
  });
}

/** A checked recipe with its defaults filled in. */
export function makeRecipe(value: RecipeInput): Result<Recipe> {
  return attemptNow(() => checked(value));
}

function checked(value: unknown): Recipe {
  const parsed = v.safeParse(RecipeSchema, value);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    throw new FaultError('recipe-invalid', { where: v.getDotPath(issue) ?? 'recipe', expected: issue.expected ?? issue.message, came: issue.received });
  }
  const recipe = parsed.output;
  const known = new Set(recipe.covariates.map((covariate) => covariate.column));
  for (const column of [...(recipe.adjustment?.covariates ?? []), ...(recipe.adjustment?.mediator === undefined ? [] : [recipe.adjustment.mediator])]) {
    if (!known.has(column)) throw new FaultError('recipe-invalid', { where: 'adjustment', expected: 'columns listed under covariates', came: column });
  }
  for (const grouping of recipe.groupings) {
    if (grouping.kind === 'cut' && grouping.labels && grouping.labels.length !== grouping.cuts.length + 1) {
      throw new FaultError('recipe-invalid', { where: grouping.attribute, expected: `${grouping.cuts.length + 1} labels`, came: `${grouping.labels.length}` });
    }
  }
  if (recipe.tests.includes('equivalence') && recipe.equivalenceMargin === undefined) {
    throw new FaultError('recipe-invalid', { where: 'equivalenceMargin', expected: 'a margin for the equivalence test', came: 'none' });
  }
  return recipe;
}

/** The recipe as text to save, with two spaces and its defaults written out. */
export function formatRecipe(recipe: Recipe): string {
  return `${JSON.stringify(recipe, null, 2)}\n`;
}
