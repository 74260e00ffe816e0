/** How a group's values may be drawn. */
export const RAIN_SHAPES = ['raincloud', 'strip', 'ridgeline', 'ecdf'] as const;
export type RainShape = (typeof RAIN_SHAPES)[number];
