import { divergingColour } from '#charts/kit/palette.ts';
import { coloursBy } from '#charts/kit/valueCodes.ts';
import { ZERO_CODE } from '#core/errormaps/caseDistances.ts';
import { STEP_MM } from '#core/errormaps/compactMap.ts';

/** The ends of the colour scale of a case's distances: beyond it an error is simply large. */
export const DISTANCE_SPAN_MM = 10;

/** Colour of every code of caseDistances: the diverging scale of the error maps. */
export const DISTANCE_COLORS = coloursBy((code) => divergingColour(((code - ZERO_CODE) * STEP_MM) / DISTANCE_SPAN_MM));
