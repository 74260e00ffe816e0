import type { MapsAsk } from '#app/actions/errorMaps.ts';
import { keyOf } from '#app/actions/errorMaps.ts';
import type { MadeFile } from '#app/actions/exportMask.ts';
import { valueOrShown } from '#app/actions/jobs.ts';
import type { Workbench } from '#app/actions/workbench.ts';
import { csvText } from '#charts/kit/saveChart.ts';
import type { ResultTable } from '#core/cohort/resultTable.ts';
import { formatNpy, formatSurfaceCsv } from '#core/errormaps/exportMaps.ts';
import { COLUMNS, ROWS } from '#core/errormaps/surfaceBins.ts';
import type { MapsAnswer } from '#core/evaluation/compareMaps.ts';

/** Signed distances of every case as .npy (cases × 16 × 32, mm), and which case each map is of as CSV beside it. The maps have been compared before. */
export async function caseMapsFiles({ maps }: Workbench, table: ResultTable, ask: MapsAsk): Promise<readonly MadeFile[]> {
  const bytes = maps && valueOrShown(await maps.exportMaps(keyOf(table, ask)));
  if (!bytes) return [];
  const name = `signed-mm-${ask.organ}-${ask.run.replaceAll('/', '-')}`;
  const cases = csvText({ columns: ['index', 'case', 'subject'], rows: table.cases.map(({ id, subject }, at) => [String(at), id, table.subjects[subject].id]) });
  return [{ name: `${name}.npy`, blob: new Blob([bytes]) }, { name: `${name}-cases.csv`, blob: new Blob([cases], { type: 'text/csv' }) }];
}

/** Both groups and their difference: CSV with the bins' directions, and .npy with the same columns in the same order (columns × 16 × 32). */
export function groupMapsFiles({ topology, first, second, comparison }: MapsAnswer, organ: string): readonly MadeFile[] {
  const columns: Record<string, ArrayLike<number>> = {
    first: first.mean, first_low: first.low, first_high: first.high, first_n: first.count, second: second.mean, second_low: second.low, second_high: second.high, second_n: second.count,
    ...(comparison.state === 'done' ? {
      difference: comparison.value.difference, difference_low: comparison.value.differenceLow, difference_high: comparison.value.differenceHigh,
      effect_g: comparison.value.effect, effect_low: comparison.value.effectLow, effect_high: comparison.value.effectHigh, t: comparison.value.t, p_family_wise: comparison.value.p,
    } : {}),
  };
  const values = Float64Array.from(Object.values(columns).flatMap((it) => Array.from(it)));
  return [
    { name: `group-maps-${organ}.csv`, blob: new Blob([formatSurfaceCsv(topology, columns)], { type: 'text/csv' }) },
    { name: `group-maps-${organ}.npy`, blob: new Blob([formatNpy(values, [Object.keys(columns).length, ROWS, COLUMNS])]) },
  ];
}
