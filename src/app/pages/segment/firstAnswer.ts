import type { FaultCode } from '#core/faults.ts';
import type { VolumeAnswers } from '#engine/protocol/volumeCalls.ts';

/** What a question's form starts with; its members are what the form asks for. */
export function firstAnswer(code: FaultCode): VolumeAnswers {
  switch (code) {
    case 'which-volume': return { volumeIndex: 0 };
    case 'no-spacing': return { spacingMm: [1, 1, 1] };
    case 'units-unclear': return { spatialUnits: 'mm' };
    case 'no-orientation': return { orientation: 'RAS' };
    case 'affine-not-finite': case 'affine-singular': return { orientation: 'RAS', spacingMm: [1, 1, 1] };
    default: return {};
  }
}
