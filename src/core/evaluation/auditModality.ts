import type { AuditData, Grouping } from '#core/evaluation/auditData.ts';
import { familyName, intervalFields, makeRow, numbersOf, type AuditRow } from '#core/evaluation/auditRows.ts';
import type { Recipe } from '#core/evaluation/recipe.ts';
import { fault, type Fault } from '#core/faults.ts';
import { levelName, type Term } from '#core/statistics/design.ts';
import { groupInteraction } from '#core/statistics/gapDifference.ts';
import { twoSampleT } from '#core/statistics/welch.ts';

const MODALITIES = ['CT', 'MR'] as const;
/** HC3 divides by what one value leaves of its cell, so each cell needs two. */
const LEAST = 2;

/** Groups of one score column in each modality; subjects with scans of both take no part, because their mean is of neither. */
interface Cells { readonly byLevel: readonly (readonly [Float64Array, Float64Array])[]; readonly both: number }

/**
 * Is a model's gap other on MR than on CT? Other subjects have other modalities, so nothing is paired: the group ×
 * modality interaction of a linear model with HC3 errors, whose line for a group is gap(MR) − gap(CT). Beside it each
 * modality's own gap by Welch. No rows for data without a covariate `modality` of both.
 */
export function modalityRows(data: AuditData, recipe: Recipe, grouping: Grouping): AuditRow[] {
  const modality = data.covariates.find(({ column }) => column === 'modality');
  if (!modality || !MODALITIES.every((it) => modality.levels.includes(it)) || grouping.column === 'modality') return [];
  return data.columns.flatMap((column, c) => {
    const cells = cellsOf(data, grouping, c, { codes: modality.at(c), levels: modality.levels });
    const note = cells.both > 0 ? `without ${cells.both} ${cells.both === 1 ? 'subject' : 'subjects'} with scans of both` : null;
    return [
      ...grouping.levels.flatMap((_, level) => (level === grouping.reference ? [] : MODALITIES.map((name, m) => {
        const [x, y] = [cells.byLevel[level][m], cells.byLevel[grouping.reference][m]];
        return makeRow({ column, grouping }, {
          kind: 'modality', quantity: 'mean gap', group: grouping.levels[level], reference: grouping.levels[grouping.reference], n: x.length, nReference: y.length, note,
          method: `Welch t, ${name} alone`, ...numbersOf(twoSampleT(x, y, { level: recipe.level }), ({ gap, statistic }) => ({ ...intervalFields(gap), statistic, method: `Welch t, ${name} alone` })),
        });
      }))),
      ...differences(cells, { data, recipe, grouping, c, note }),
    ];
  });
}

interface Of { readonly data: AuditData; readonly recipe: Recipe; readonly grouping: Grouping; readonly c: number; readonly note: string | null }

function differences(cells: Cells, { data, recipe, grouping, c, note }: Of): AuditRow[] {
  const column = data.columns[c];
  const isFull = (level: number): boolean => cells.byLevel[level].every((values) => values.length >= LEAST);
  const levels = [...grouping.levels.keys()];
  const kept = levels.filter(isFull);
  const size = (level: number): number => cells.byLevel[level][0].length + cells.byLevel[level][1].length;
  const tooSmall = (level: number): Fault => fault('stats-group-too-small', { where: grouping.levels[level], expected: `${LEAST} values in each modality`, came: MODALITIES.map((name, m) => `${name} ${cells.byLevel[level][m].length}`).join(', ') });
  const fit = kept.includes(grouping.reference) && kept.length >= 2 ? interactionOf(cells, kept, grouping, recipe.level) : null;
  const rows = levels.filter((level) => level !== grouping.reference).map((level) => makeRow({ column, grouping }, {
    kind: 'modality', quantity: 'difference of gaps', group: grouping.levels[level], reference: grouping.levels[grouping.reference], n: size(level), nReference: size(grouping.reference), note,
    method: 'group × modality, MR − CT, different subjects', family: familyName(recipe, 'modality-difference', grouping.attribute),
    ...(fit === null || !isFull(level) ? { fault: tooSmall(isFull(level) ? grouping.reference : level) } : numbersOf(fit, ({ lines, method }) => {
      const line = lines.find(({ name }) => name === `${levelName(grouping.attribute, grouping.levels[level])}:${levelName('modality', 'MR')}`);
      return line === undefined ? { fault: tooSmall(level) } : { estimate: line.value, low: line.low, high: line.high, statistic: line.statistic, p: line.p, method: `group × modality (${method}), MR − CT, different subjects` };
    })),
  }));
  if (fit === null || kept.length < 3) return rows;
  return [...rows, makeRow({ column, grouping }, {
    kind: 'modality', quantity: 'test', group: '', n: kept.reduce((sum, level) => sum + size(level), 0), note,
    method: 'group × modality, all groups at once', family: familyName(recipe, 'modality-difference', grouping.attribute, ' omnibus'),
    ...numbersOf(fit, ({ omnibus: { f, p }, method }) => ({ statistic: f, p, method: `group × modality, all groups at once (Wald F, ${method})` })),
  })];
}

function interactionOf(cells: Cells, kept: readonly number[], grouping: Grouping, level: number): ReturnType<typeof groupInteraction> {
  const y: number[] = [], group: number[] = [], modality: number[] = [];
  for (const code of kept) cells.byLevel[code].forEach((values, m) => values.forEach((value) => { y.push(value); group.push(code); modality.push(m); }));
  const groupTerm: Term = { kind: 'category', name: grouping.attribute, codes: group, levels: grouping.levels, reference: grouping.reference };
  return groupInteraction(y, groupTerm, { kind: 'category', name: 'modality', codes: modality, levels: MODALITIES, reference: 0 }, [], { level });
}

function cellsOf({ table }: AuditData, grouping: Grouping, c: number, { codes, levels }: { readonly codes: Float64Array; readonly levels: readonly string[] }): Cells {
  const lists = grouping.levels.map((): [number[], number[]] => [[], []]);
  let both = 0;
  for (let i = 0; i < table.subjects; i++) {
    const value = table.values[i * table.columns + c];
    if (grouping.codes[i] < 0 || !Number.isFinite(value)) continue;
    const name = levels[codes[i]] ?? '';
    const m = MODALITIES.findIndex((it) => it === name);
    if (m >= 0) lists[grouping.codes[i]][m].push(value);
    else if (MODALITIES.every((it) => name.includes(it))) both++;
  }
  return { byLevel: lists.map(([ct, mr]) => [Float64Array.from(ct), Float64Array.from(mr)]), both };
}
