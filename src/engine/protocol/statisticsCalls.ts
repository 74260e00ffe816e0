import type { ResultTable } from '#core/cohort/resultTable.ts';
import type { Audit } from '#core/evaluation/auditCohort.ts';
import type { ConfounderMap } from '#core/evaluation/confounderMap.ts';
import type { AuditRow } from '#core/evaluation/auditRows.ts';
import type { CovariateCurves } from '#core/evaluation/covariateCurves.ts';
import type { CovariateView } from '#core/evaluation/covariateViews.ts';
import type { ExploreSelection } from '#core/evaluation/exploreRecipe.ts';
import type { Focus, FocusView } from '#core/evaluation/exploreViews.ts';
import type { CrossView, HeatCell } from '#core/evaluation/groupCells.ts';
import type { Recipe } from '#core/evaluation/recipe.ts';
import type { StrengthFamily } from '#core/evaluation/strengthCurves.ts';
import type { TableFacts } from '#core/evaluation/tableFacts.ts';
import { defineCall } from '#engine/protocol/call.ts';

/** A table that the worker holds, and what is asked of it. */
export interface OfTable { readonly tableId: string; readonly selection: ExploreSelection }
export interface OfFocus extends OfTable { readonly focus: Focus }

/** Holds a table for the calls that follow, in place of the one before; its columns are copied. */
export const holdTableCall = defineCall<{ readonly tableId: string; readonly table: ResultTable }, TableFacts>('hold-table');

/** The recipe of a selection, and how the values of its groups lie: quick enough to follow a brush. */
export const focusCall = defineCall<OfFocus, { readonly recipe: Recipe; readonly view: FocusView }>('focus');
export const curvesCall = defineCall<OfFocus & { readonly covariate: string }, CovariateCurves>('covariate-curves');
export const crossCall = defineCall<OfFocus & { readonly other: string }, CrossView>('cross');
/** How every covariate lies in each group, and which attributes they may confound. */
export const covariatesCall = defineCall<OfTable, { readonly views: readonly CovariateView[]; readonly map: ConfounderMap }>('covariates');
export const heatCall = defineCall<OfTable, readonly HeatCell[]>('heat');
export const strengthCall = defineCall<OfTable & { readonly organ: string }, readonly StrengthFamily[]>('strength');

/** Group × modality over all modalities, whichever the selection is about. */
export const modalityCall = defineCall<OfTable, readonly AuditRow[]>('modality');

/** The whole audit of a selection, seeded; tells the share of the work that is done. */
export const auditCall = defineCall<OfTable, Audit, number>('audit');
