import { unwrap } from '#core/faults.ts';
import { columnValues } from '#core/evaluation/auditRows.ts';
import { exploreRecipe } from '#core/evaluation/exploreRecipe.ts';
import { estimateText } from '#core/evaluation/figureText.ts';
import { strengthFamilies, type StrengthFamily } from '#core/evaluation/strengthCurves.ts';
import { tableAuditData } from '#core/evaluation/tableAudit.ts';
import type { AuditData } from '#core/evaluation/auditData.ts';
import type { TableIndex } from '#core/evaluation/tableIndex.ts';
import { twoSampleT } from '#core/statistics/welch.ts';
import { markdown, type Modality } from './markdown.ts';

/** Gaps of the normalised area under Dice against jitter or clicks, organs averaged within the subject. Subjects count where every organ has a value in every run. */
export function robustness(index: TableIndex, modality: Modality): string {
  const rows = ['bmi', 'sex', 'age'].filter((it) => index.covariates.has(it)).flatMap((attribute) => {
    const recipe = unwrap(exploreRecipe(index, { modality, attribute, runs: index.table.runs.map(({ id }) => id) }));
    const data = unwrap(tableAuditData(index, recipe));
    const [grouping] = data.groupings;
    return unwrap(strengthFamilies(index, recipe, index.table.organs[0])).flatMap((family) => {
      const areas = areasOf(data, family);
      const sides = grouping.levels.map((_, level) => areas.filter((area, i) => grouping.codes[i] === level && !Number.isNaN(area)));
      return grouping.levels.flatMap((level, code) => {
        if (code === grouping.reference) return [];
        const [x, y] = [sides[code], sides[grouping.reference]];
        const test = twoSampleT(x, y);
        const gap = test.state === 'failed' ? test.fault.reason : `${estimateText(test.value.gap, 'dice')} (${x.length}, ${y.length})`;
        return [[family.modelName, family.protocol, grouping.attribute, `${level} − ${grouping.levels[grouping.reference]}`, gap]];
      });
    });
  });
  return rows.length === 0
    ? 'The runs with jittered boxes and with corrective clicks are not evaluated yet.'
    : `${markdown(['model', 'prompts', 'attribute', 'groups', 'gap of nAUC'], rows)}\n\nnAUC is the area under Dice against the strength of the prompt's error or the number of clicks, divided by their range; Welch's interval, unadjusted, uncorrected, in brackets the subjects with every value.`;
}

/** Per subject the mean over organs of the area by the trapezoid rule, over its range; NaN where a value is missing. An organ that nobody has is left out. */
function areasOf(data: AuditData, { groups }: StrengthFamily): Float64Array {
  const points = groups[0].points;
  const organs = [...new Set(data.columns.map(({ organ }) => organ))];
  const perOrgan = organs.map((organ) => {
    const curves = points.map(({ run }) => columnValues(data, data.columns.findIndex((it) => it.organ === organ && it.model === run)));
    const range = points[points.length - 1].strength - points[0].strength;
    return curves[0].map((_, i) => points.slice(1).reduce((sum, point, k) => sum + ((curves[k][i] + curves[k + 1][i]) / 2) * (point.strength - points[k].strength), 0) / range);
  }).filter((areas) => areas.some((area) => !Number.isNaN(area)));
  return Float64Array.from({ length: data.table.subjects }, (_, i) => perOrgan.reduce((sum, areas) => sum + areas[i], 0) / perOrgan.length);
}
