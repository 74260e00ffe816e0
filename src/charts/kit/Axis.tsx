import type { ScaleLinear } from 'd3';

interface AxisProps {
  readonly scale: ScaleLinear<number, number>;
  readonly label: string;
  readonly format: (value: number) => string;
  readonly ticks?: number;
  /** Lines across the chart, in its pixels. */
  readonly grid?: number;
}

interface BottomAxisProps extends AxisProps {
  /** Ticks at these values, in place of round ones. */
  readonly at?: readonly number[];
}

/** A horizontal axis at the top of its own group. */
export function BottomAxis({ scale, label, format, ticks = 6, grid = 0, at = scale.ticks(ticks) }: BottomAxisProps) {
  const [from, to] = scale.range();
  return (
    <g aria-hidden="true" fontSize={11} fill="currentColor">
      {at.map((value) => (
        <g key={value} transform={`translate(${scale(value).toFixed(1)},0)`}>
          {grid > 0 && <line y1={-grid} stroke="currentColor" strokeOpacity={0.12} />}
          <line y2={4} stroke="currentColor" strokeOpacity={0.5} />
          <text y={16} textAnchor="middle" style={{ fontVariantNumeric: 'tabular-nums' }}>{format(value)}</text>
        </g>
      ))}
      <line x1={from} x2={to} stroke="currentColor" strokeOpacity={0.5} />
      <text x={(from + to) / 2} y={32} textAnchor="middle" fontSize={12}>{label}</text>
    </g>
  );
}

/** A vertical axis at the left of its own group. */
export function LeftAxis({ scale, label, format, ticks = 6, grid = 0 }: AxisProps) {
  const [from, to] = scale.range();
  return (
    <g aria-hidden="true" fontSize={11} fill="currentColor">
      {scale.ticks(ticks).map((value) => (
        <g key={value} transform={`translate(0,${scale(value).toFixed(1)})`}>
          {grid > 0 && <line x2={grid} stroke="currentColor" strokeOpacity={0.12} />}
          <line x2={-4} stroke="currentColor" strokeOpacity={0.5} />
          <text x={-7} dy="0.32em" textAnchor="end" style={{ fontVariantNumeric: 'tabular-nums' }}>{format(value)}</text>
        </g>
      ))}
      <line y1={from} y2={to} stroke="currentColor" strokeOpacity={0.5} />
      <text transform={`translate(-40,${(from + to) / 2}) rotate(-90)`} textAnchor="middle" fontSize={12}>{label}</text>
    </g>
  );
}
