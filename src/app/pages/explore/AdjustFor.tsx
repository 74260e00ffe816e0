import { MultiSelect } from '@mantine/core';
import { memo } from 'react';
import { covariateLabel } from '#core/evaluation/exploreRecipe.ts';
import { ORGAN_VOLUME } from '#core/evaluation/tableAudit.ts';
import type { Exploring } from '#app/pages/explore/exploreContext.ts';
import { LIST } from '#app/pages/explore/Setting.tsx';

interface AdjustForProps extends Pick<Exploring, 'facts' | 'choose'> {
  readonly adjusted: readonly string[];
  /** The attribute whose groups are compared, which cannot be adjusted for as well. */
  readonly attribute: string;
  /** Whether both modalities are in the data. */
  readonly together: boolean;
}

/** The covariates that are adjusted for. */
export const AdjustFor = memo(function AdjustFor({ facts, adjusted, attribute, together, choose }: AdjustForProps) {
  const adjustable = facts.covariates.filter(({ column }) => column !== attribute && (column !== 'modality' || together)).map(({ column, label }) => ({ value: column, label }));
  const offered = [...adjustable, ...(facts.hasOrganVolume && adjusted.includes(ORGAN_VOLUME) ? [{ value: ORGAN_VOLUME, label: covariateLabel(ORGAN_VOLUME) }] : [])];
  return (
    <MultiSelect size="xs" label="Adjust for" w={210} clearable placeholder={adjusted.length > 0 ? '' : 'nothing'} comboboxProps={LIST} data={offered}
      value={adjusted.filter((it) => it === ORGAN_VOLUME || adjustable.some(({ value }) => value === it))} onChange={(adjust) => choose({ adjust: adjust.length > 0 ? adjust : undefined })} />
  );
});
