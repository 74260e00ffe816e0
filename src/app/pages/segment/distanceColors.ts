import { rgb } from 'd3';
import { divergingColour } from '#charts/kit/palette.ts';
import { ZERO_CODE } from '#core/errormaps/caseDistances.ts';
import { STEP_MM } from '#core/errormaps/compactMap.ts';

/** The ends of the colour scale of a case's distances: beyond it an error is simply large. */
export const DISTANCE_SPAN_MM = 10;

/** Colour of every code of caseDistances: the diverging scale of the error maps. */
export const DISTANCE_COLORS = Uint8Array.from(
  Array.from({ length: 256 }, (_, code) => rgb(divergingColour(((code - ZERO_CODE) * STEP_MM) / DISTANCE_SPAN_MM))).flatMap(({ r, g, b }) => [r, g, b]),
);
