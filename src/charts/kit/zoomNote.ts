import { figure, metricInfo } from '#core/evaluation/figureText.ts';

/** A sentence, led by a space, where the axis of a score does not begin at 0; otherwise nothing. */
export function zoomNote([low]: readonly [number, number], metric: string): string {
  return metricInfo(metric).kind === 'score' && low > 0 ? ` The axis begins at ${figure(low, metric)}, not at 0.` : '';
}
