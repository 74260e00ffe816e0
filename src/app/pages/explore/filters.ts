import type { RecipeFilter } from '#core/evaluation/recipe.ts';

/** The filters with one more; a newer one of the same covariate (or score) takes the older one's place. */
export function withFilter(filters: readonly RecipeFilter[], added: RecipeFilter): RecipeFilter[] {
  const about = (filter: RecipeFilter): string => (filter.kind === 'score' ? `score ${filter.organ} ${filter.model}` : filter.column);
  return [...filters.filter((it) => about(it) !== about(added)), added];
}
