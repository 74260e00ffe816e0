import { AGE_BANDS, bandLabels, WHO_BMI_BANDS } from '#core/cohort/grouping.ts';
import { DEFAULT_TESTS, makeRecipe, type Recipe, type RecipeFilter, type RecipeGrouping, type TestName } from '#core/evaluation/recipe.ts';
import { ORGAN_VOLUME } from '#core/evaluation/tableAudit.ts';
import type { TableIndex } from '#core/evaluation/tableIndex.ts';
import { attemptNow, FaultError, type Result, unwrap } from '#core/faults.ts';
import { METRICS, type MetricName } from '#core/metrics/metricCatalogue.ts';

/** What a reader chose on the Explore page; what is not chosen has a default that the table decides. */
export interface ExploreSelection {
  readonly attribute?: string | undefined;
  /** Cut-offs of an attribute that is a number, ascending. */
  readonly cuts?: readonly number[] | undefined;
  readonly reference?: string | undefined;
  readonly metric?: string | undefined;
  readonly failureBelow?: number | undefined;
  readonly runs?: readonly string[] | undefined;
  readonly adjust?: readonly string[] | undefined;
  /** Organ volume lies on the way from group to score: switched on deliberately, shown beside the total gap. */
  readonly mediator?: 'organ volume' | undefined;
  readonly modality?: 'CT' | 'MR' | 'unknown' | 'together' | undefined;
  readonly filters?: readonly RecipeFilter[] | undefined;
  /** Tests beyond the default ones. */
  readonly more?: readonly TestName[] | undefined;
  readonly correction?: Recipe['correction'] | undefined;
  readonly margin?: number | undefined;
  readonly permutations?: number | undefined;
  readonly seed?: number | string | undefined;
}

/** Attributes that the fairness question is usually about, first where they occur. */
const FIRST = ['bmi', 'sex', 'age'];
const DEFAULT_CUTS: Readonly<Record<string, readonly number[]>> = { age: AGE_BANDS.cuts, bmi: WHO_BMI_BANDS.cuts };
/** Labels of covariates that the importers name. */
const LABELS: Readonly<Record<string, string>> = { age: 'age', bmi: 'BMI', sex: 'sex', site: 'site', modality: 'modality', heightCm: 'height', weightKg: 'weight', [ORGAN_VOLUME]: 'organ volume' };
/** Dice below which a segmentation counts as failed. */
const FAILURE: Readonly<Partial<Record<MetricName, number>>> = { dice: 0.5, iou: 0.33, nsd: 0.5 };

export function covariateLabel(column: string): string {
  return Object.hasOwn(LABELS, column) ? LABELS[column] : column;
}

/** Attributes that can split this table, the usual ones first. */
export function attributesOf({ covariates }: TableIndex): string[] {
  const known = [...covariates.values()].filter(({ kind, levels, values }) => (kind === 'category' ? levels.length > 0 : values.some((value) => !Number.isNaN(value)))).map(({ column }) => column);
  return [...FIRST.filter((it) => known.includes(it)), ...known.filter((it) => !FIRST.includes(it)).sort()];
}

/** Cut-offs by default: those in use for age and BMI, else the tertiles of what the table holds. */
export function defaultCuts(index: TableIndex, column: string): readonly number[] {
  const usual = DEFAULT_CUTS[column];
  if (usual) return usual;
  const ascending = (index.covariates.get(column)?.values ?? new Float64Array()).filter((value) => !Number.isNaN(value)).sort();
  const at = (q: number): number => Number(ascending[Math.min(ascending.length - 1, Math.floor(q * ascending.length))].toPrecision(3));
  return ascending.length === 0 ? [] : [...new Set([at(1 / 3), at(2 / 3)])].filter((cut) => cut > ascending[0]);
}

/** Runs over the whole cohort: those that were asked for most cases. Runs on a sample are for the robustness charts. */
export function wholeRuns({ table: { runs } }: TableIndex): string[] {
  const most = Math.max(...runs.map(({ casesAsked }) => casesAsked));
  return runs.filter(({ casesAsked }) => casesAsked >= 0.9 * most).map(({ id }) => id);
}

/** The modality with most cases: CT and MR are kept apart unless someone puts them together. */
export function mainModality({ table: { cases } }: TableIndex): 'CT' | 'MR' | 'unknown' {
  const count = (modality: string): number => cases.filter((it) => it.modality === modality).length;
  const [most] = (['CT', 'MR', 'unknown'] as const).map((it) => [it, count(it)] as const).sort((a, b) => b[1] - a[1]);
  return most[0];
}

/** Measured columns that an audit of this selection reads; a bundled table fetches them when they are first needed. */
export function columnsNeeded({ metric = 'dice', adjust = [], mediator }: ExploreSelection): string[] {
  return [metric, ...(metric === 'dice' ? ['metricFloor'] : []), ...(mediator || adjust.includes(ORGAN_VOLUME) ? [ORGAN_VOLUME] : [])];
}

/** The recipe that a selection stands for, with everything written out. */
export function exploreRecipe(index: TableIndex, selection: ExploreSelection): Result<Recipe> {
  return attemptNow(() => {
    const attribute = selection.attribute ?? attributesOf(index)[0];
    if (attribute === undefined) throw new FaultError('stats-one-group', { expected: 'a table with an attribute of the subjects', came: 'none' });
    const metric = selection.metric ?? 'dice';
    const info = METRICS[metric as MetricName] as (typeof METRICS)[MetricName] | undefined;
    const modality = selection.modality ?? mainModality(index);
    const covariates = [...index.covariates.values()].filter(({ column }) => column !== 'modality' || modality === 'together');
    // Organ volume is each organ's own, so it is no covariate of the subject: it takes part only where it was asked for.
    const isVolumeAsked = selection.mediator !== undefined || selection.adjust?.includes(ORGAN_VOLUME) === true;
    const known = new Set([...covariates.map(({ column }) => column), ...(isVolumeAsked ? [ORGAN_VOLUME] : [])]);
    const failure = selection.failureBelow ?? FAILURE[metric as MetricName];
    return unwrap(makeRecipe({
      version: 1,
      name: `${index.table.name}: ${info?.label ?? metric} by ${covariateLabel(attribute)}`,
      data: { layout: 'results', modality, filters: [...(selection.filters ?? [])] },
      metric: { name: metric, higherIsBetter: info?.better === 'higher', ...(failure === undefined ? {} : { failureBelow: failure }) },
      groupings: [exploreGrouping(index, attribute, selection)],
      covariates: [
        ...covariates.map(({ column, kind }) => ({ column, kind, label: covariateLabel(column) })),
        ...(isVolumeAsked ? [{ column: ORGAN_VOLUME, kind: 'numeric' as const, label: covariateLabel(ORGAN_VOLUME) }] : []),
      ],
      adjustment: {
        covariates: (selection.adjust ?? []).filter((column) => known.has(column)),
        ...(selection.mediator ? { mediator: ORGAN_VOLUME } : {}),
      },
      models: [...(selection.runs ?? wholeRuns(index))],
      tests: [...new Set([...DEFAULT_TESTS, ...(selection.more ?? []), ...(selection.margin === undefined ? [] : ['equivalence' as const])])],
      correction: selection.correction ?? 'holm',
      ...(selection.margin === undefined ? {} : { equivalenceMargin: selection.margin }),
      permutations: selection.permutations ?? 10_000,
      seed: selection.seed ?? 1,
    }));
  });
}

/** An attribute as a grouping, with its default cut-offs where none are given. Throws recipe-invalid for cut-offs that do not ascend. */
export function exploreGrouping(index: TableIndex, column: string, { cuts, reference }: Pick<ExploreSelection, 'cuts' | 'reference'> = {}): RecipeGrouping {
  const base = { attribute: covariateLabel(column), column, ...(reference === undefined ? {} : { reference }) };
  if (index.covariates.get(column)?.kind !== 'numeric') return { kind: 'category', ...base };
  const own = cuts ?? defaultCuts(index, column);
  if (own.length === 0) return { kind: 'category', ...base };
  if (own.some((cut, i) => !Number.isFinite(cut) || (i > 0 && cut <= own[i - 1]))) throw new FaultError('recipe-invalid', { where: 'cut-offs', expected: 'numbers that ascend', came: own.join(', ') });
  const names = column === 'bmi' && String(own) === String(WHO_BMI_BANDS.cuts) ? WHO_BMI_BANDS.labels : undefined;
  return { kind: 'cut', ...base, cuts: [...own], labels: [...bandLabels({ covariate: column, kind: 'bands', cuts: own, ...(names ? { labels: names } : {}) })] };
}

/** The selection that a recipe for results stands for, so that an imported recipe is shown as if it had been chosen. */
export function selectionOf(recipe: Recipe): Result<ExploreSelection> {
  return attemptNow(() => {
    if (recipe.data.layout !== 'results') throw new FaultError('recipe-invalid', { where: 'data.layout', expected: 'results', came: recipe.data.layout });
    const [grouping] = recipe.groupings;
    const more = recipe.tests.filter((test) => !DEFAULT_TESTS.includes(test) && test !== 'equivalence');
    return {
      attribute: grouping.column, ...(grouping.kind === 'cut' ? { cuts: grouping.cuts } : {}), ...(grouping.reference === undefined ? {} : { reference: grouping.reference }),
      metric: recipe.metric.name, ...(recipe.metric.failureBelow === undefined ? {} : { failureBelow: recipe.metric.failureBelow }),
      ...(recipe.models ? { runs: recipe.models } : {}), adjust: recipe.adjustment?.covariates ?? [],
      ...(recipe.adjustment?.mediator === ORGAN_VOLUME ? { mediator: 'organ volume' as const } : {}),
      modality: recipe.data.modality, filters: recipe.data.filters, ...(more.length > 0 ? { more } : {}),
      correction: recipe.correction, ...(recipe.equivalenceMargin === undefined ? {} : { margin: recipe.equivalenceMargin }),
      permutations: recipe.permutations, seed: recipe.seed,
    };
  });
}
