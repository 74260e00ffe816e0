interface TipProps { readonly x: number; readonly y: number; readonly width: number; readonly lines: readonly string[] }

/** What is pointed at, in words beside it; inside the drawing, so that it needs no layer of its own. */
export function Tip({ x, y, width, lines }: TipProps) {
  const wide = Math.max(...lines.map((line) => line.length)) * 6.3 + 16;
  const high = lines.length * 15 + 10;
  const left = Math.max(2, Math.min(width - wide - 2, x + 10));
  const top = Math.max(2, y - high - 8);
  return (
    <g data-screen-only="" pointerEvents="none" transform={`translate(${left},${top})`}>
      <rect width={wide} height={high} rx={4} fill="#14171c" fillOpacity={0.95} stroke="#56B4E9" strokeOpacity={0.7} />
      {lines.map((line, n) => <text key={n} x={8} y={16 + 15 * n} fontSize={11.5} fill="#f2f4f7" fontWeight={n === 0 ? 600 : 400}>{line}</text>)}
    </g>
  );
}
