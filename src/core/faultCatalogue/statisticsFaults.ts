import type { FaultEntry } from '#core/faultCatalogue/faultEntry.ts';

/** Statistics, audits and their recipes. */
export const STATISTICS_FAULTS = {
  'stats-no-values': { severity: 'error', reason: 'There is no value to compute with: all are missing.', remedy: 'Choose a metric that was measured, or another filter.' },
  'stats-one-group': { severity: 'error', reason: 'There is only one group with values, so there is nothing to compare.', remedy: 'Choose an attribute with at least two groups, or widen the filter.' },
  'stats-group-too-small': { severity: 'warning', reason: 'A group has too few values for this method.', remedy: 'Merge groups, widen the filter, or read the individual values.' },
  'stats-all-equal': { severity: 'notice', reason: 'All values are equal, so there is no spread to compare.', remedy: 'Choose another metric, or read the common value.' },
  'stats-not-finite': { severity: 'error', reason: 'Infinite values have no mean.', remedy: 'Use a rank-based method, or leave out the cases with an empty mask.' },
  'stats-constant-covariate': { severity: 'error', reason: 'A covariate has the same value for everyone.', remedy: 'Remove it from the adjustment.' },
  'stats-collinear': { severity: 'error', reason: 'The covariates repeat one another, so their effects cannot be told apart.', remedy: 'Remove one of them.' },
  'stats-separation': { severity: 'error', reason: 'A covariate separates the outcomes perfectly, so the estimate is infinite.', remedy: 'Merge groups or remove that covariate; the counts themselves tell the story.' },
  'stats-complete-separation': { severity: 'warning', reason: 'The groups do not overlap at all, so this statistic is infinite.', remedy: 'Use the permutation test.' },
  'stats-no-shared-value': { severity: 'warning', reason: 'The groups have no value of this covariate in common, so their difference has no scale.', remedy: 'Compare groups that share values of it, or read this gap as one of the covariate too: no adjustment can tell them apart.' },
  'stats-too-few-rows': { severity: 'error', reason: 'There are too few complete rows for this many parameters.', remedy: 'Remove covariates, or widen the filter.' },
  'stats-not-converged': { severity: 'error', reason: 'The fit did not settle.', remedy: 'Use fewer covariates, or a rank-based method.' },
  'stats-out-of-range': { severity: 'error', reason: 'A value lies outside the range of this method.', remedy: 'Choose another metric or another setting.' },
  'stats-perfect-group': { severity: 'notice', reason: 'The best group has no error at all, so a ratio of errors is undefined.', remedy: 'Read the gap instead.' },
  'stats-no-match': { severity: 'error', reason: 'No pair of subjects is near enough to be matched.', remedy: 'Widen the caliper, or use weighting.' },
  'recipe-invalid': { severity: 'error', reason: 'This audit recipe does not say what an audit needs.', remedy: 'Correct the field named here, or make a new recipe on the audit page.' },
  'recipe-column-missing': { severity: 'error', reason: 'The recipe names a column that the table does not have.', remedy: 'Choose the table that the recipe was made for, or correct the column in the recipe.' },
  'recipe-level-missing': { severity: 'error', reason: 'The recipe names a group that no subject belongs to.', remedy: 'Choose a reference group that occurs in the table.' },
} as const satisfies Record<string, FaultEntry>;
