import { confounderMap } from '#core/evaluation/confounderMap.ts';
import { covariateCurves } from '#core/evaluation/covariateCurves.ts';
import { covariateViews } from '#core/evaluation/covariateViews.ts';
import { exploreGrouping, exploreRecipe } from '#core/evaluation/exploreRecipe.ts';
import { focusView } from '#core/evaluation/exploreViews.ts';
import { crossView, heatCells } from '#core/evaluation/groupCells.ts';
import { strengthFamilies } from '#core/evaluation/strengthCurves.ts';
import { auditTable } from '#core/evaluation/tableAudit.ts';
import { tableFacts } from '#core/evaluation/tableFacts.ts';
import { tableModalityRows } from '#core/evaluation/tableModality.ts';
import { makeTableIndex, type TableIndex } from '#core/evaluation/tableIndex.ts';
import { FaultError, unwrap } from '#core/faults.ts';
import type { Implementation } from '#engine/protocol/serve.ts';
import { implement } from '#engine/protocol/serve.ts';
import * as calls from '#engine/protocol/statisticsCalls.ts';

/** Progress is told at most this often, so that messages do not cost more than the work. */
const TELL_EVERY_MS = 100;

/** What the statistics worker does: it holds one table and answers what is asked of it. */
export function statisticsImplementations(): readonly Implementation[] {
  let held: { readonly tableId: string; readonly index: TableIndex } | null = null;
  const indexOf = (tableId: string): TableIndex => {
    if (held?.tableId === tableId) return held.index;
    throw new FaultError('results-not-held', { where: tableId });
  };
  const asked = ({ tableId, selection }: calls.OfTable) => {
    const index = indexOf(tableId);
    return { index, recipe: unwrap(exploreRecipe(index, selection)) };
  };

  return [
    implement(calls.holdTableCall, ({ tableId, table }) => {
      held = { tableId, index: makeTableIndex(table) };
      return tableFacts(held.index);
    }),
    implement(calls.focusCall, (of) => {
      const { index, recipe } = asked(of);
      return { recipe, view: unwrap(focusView(index, recipe, of.focus)) };
    }),
    implement(calls.curvesCall, (of) => {
      const { index, recipe } = asked(of);
      return unwrap(covariateCurves(index, recipe, of.focus, of.covariate));
    }),
    implement(calls.crossCall, (of) => {
      const { index, recipe } = asked(of);
      return unwrap(crossView(index, recipe, of.focus, exploreGrouping(index, of.other)));
    }),
    implement(calls.covariatesCall, (of) => {
      const { index, recipe } = asked(of);
      return { views: unwrap(covariateViews(index, recipe)), map: unwrap(confounderMap(index, recipe)) };
    }),
    implement(calls.heatCall, (of) => {
      const { index, recipe } = asked(of);
      return unwrap(heatCells(index, recipe));
    }),
    implement(calls.strengthCall, (of) => {
      const { index, recipe } = asked(of);
      return unwrap(strengthFamilies(index, recipe, of.organ));
    }),
    implement(calls.modalityCall, (of) => {
      const { index, recipe } = asked(of);
      return unwrap(tableModalityRows(index, recipe));
    }),
    implement(calls.auditCall, async (of, { signal, progress }) => {
      const { index, recipe } = asked(of);
      let told = 0;
      return unwrap(await auditTable(index, recipe, {
        signal,
        onProgress: (fraction) => {
          if (performance.now() - told < TELL_EVERY_MS) return;
          told = performance.now();
          progress(fraction);
        },
      }));
    }),
  ];
}
