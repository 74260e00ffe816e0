import { divergingColour, sequentialColour } from '#charts/kit/palette.ts';

const STEPS = 24;
const STEP_PX = 6;
/** Room for the words of the lower end. */
const LOWER_PX = 58;

interface ColourScaleProps {
  readonly x: number;
  readonly y: number;
  readonly scale: 'signed' | 'share';
  /** Largest absolute value, in the values' own unit; shares are 0 to 1. */
  readonly span: number;
  readonly unit: string;
}

/** What the colours of a map stand for: from the negative of the span, or from zero, to the span. */
export function ColourScale({ x, y, scale, span, unit }: ColourScaleProps) {
  return (
    <g transform={`translate(${x},${y})`} fontSize={10.5} fill="currentColor" aria-hidden="true">
      <text x={LOWER_PX - 6} y={9} textAnchor="end">{valueInUnit(scale === 'signed' ? -span : 0, unit)}</text>
      {Array.from({ length: STEPS }, (_, at) => <rect key={at} x={LOWER_PX + at * STEP_PX} width={STEP_PX + 0.3} height={10} fill={scale === 'signed' ? divergingColour((2 * at) / (STEPS - 1) - 1) : sequentialColour(at / (STEPS - 1))} />)}
      <text x={LOWER_PX + STEPS * STEP_PX + 6} y={9}>{valueInUnit(span, unit)}</text>
    </g>
  );
}

/** "−3 mm"; a share in per cent to two digits. */
export function valueInUnit(value: number, unit: string): string {
  const size = unit === '%' ? Number((100 * Math.abs(value)).toPrecision(2)) : Math.abs(value);
  return `${value < 0 ? '−' : ''}${size} ${unit}`;
}
