import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useExploring } from '#app/pages/explore/exploreContext.ts';
import { ORGAN_VOLUME } from '#core/evaluation/tableAudit.ts';

/** From how much a group is served worse to where on the organ: the same attribute, organ, run and adjustment on the Error maps page. */
export function MapsLink() {
  const { recipe, search, focus } = useExploring();
  const navigate = useNavigate();
  const adjust = recipe.adjustment?.covariates.filter((it) => it !== ORGAN_VOLUME) ?? [];
  const open = (): void => void navigate({
    to: '/maps',
    search: {
      attribute: recipe.groupings[0].column, organ: focus.organ, run: focus.run,
      ...(search.cuts ? { cuts: search.cuts } : {}), ...(search.versus === undefined ? {} : { first: search.versus }),
      ...(search.modality ? { modality: search.modality } : {}), ...(adjust.length > 0 ? { adjust } : {}),
    },
  });
  return <Button size="xs" variant="default" onClick={open}>Where on the organ</Button>;
}
