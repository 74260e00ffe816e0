import type { RunFacts } from '#core/cohort/resultTable.ts';
import { attributesOf, covariateLabel, defaultCuts, mainModality, wholeRuns } from '#core/evaluation/exploreRecipe.ts';
import { ORGAN_VOLUME } from '#core/evaluation/tableAudit.ts';
import type { TableIndex } from '#core/evaluation/tableIndex.ts';
import { METRIC_NAMES } from '#core/metrics/metricCatalogue.ts';

export interface CovariateFacts {
  readonly column: string;
  readonly label: string;
  readonly kind: 'numeric' | 'category';
  readonly levels: readonly string[];
  /** Least and greatest value of a number; null where none is known. */
  readonly range: readonly [number, number] | null;
  readonly missing: number;
  readonly defaultCuts: readonly number[];
}

/** What can be chosen of a table. */
export interface TableFacts {
  readonly name: string;
  readonly notice: string | null;
  readonly subjects: number;
  readonly cases: Readonly<Record<'CT' | 'MR' | 'unknown', number>>;
  readonly mainModality: 'CT' | 'MR' | 'unknown';
  /** Attributes that can split the subjects, the usual ones first. */
  readonly attributes: readonly string[];
  readonly covariates: readonly CovariateFacts[];
  readonly organs: readonly string[];
  readonly runs: readonly RunFacts[];
  /** Runs over the whole cohort. */
  readonly wholeRuns: readonly string[];
  /** Metrics that a comparison can be about. */
  readonly metrics: readonly string[];
  readonly hasOrganVolume: boolean;
}

export function tableFacts(index: TableIndex): TableFacts {
  const { table } = index;
  const count = (modality: string): number => table.cases.filter((it) => it.modality === modality).length;
  return {
    name: table.name, notice: table.notice, subjects: table.subjects.length,
    cases: { CT: count('CT'), MR: count('MR'), unknown: count('unknown') }, mainModality: mainModality(index),
    attributes: attributesOf(index), organs: table.organs, runs: table.runs, wholeRuns: wholeRuns(index),
    covariates: [...index.covariates.values()].map(({ column, kind, levels, values, missing }) => ({
      column, label: covariateLabel(column), kind, levels, range: kind === 'numeric' ? spanOf(values) : null,
      missing: [...missing.values()].reduce((a, b) => a + b, 0), defaultCuts: kind === 'numeric' ? defaultCuts(index, column) : [],
    })),
    metrics: METRIC_NAMES.filter((name) => table.columnNames.includes(name) && name !== ORGAN_VOLUME && name !== 'predictionVolumeMl'),
    hasOrganVolume: table.columnNames.includes(ORGAN_VOLUME),
  };
}

function spanOf(values: Float64Array): readonly [number, number] | null {
  let low = Infinity, high = -Infinity;
  for (const value of values) if (!Number.isNaN(value)) { low = Math.min(low, value); high = Math.max(high, value); }
  return low > high ? null : [low, high];
}
