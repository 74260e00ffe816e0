import type { GroupLook } from '#charts/kit/palette.ts';
import { shapePath } from '#charts/kit/palette.ts';

/** Groups by colour and by a second channel. */
export function Legend({ x, y, entries }: { readonly x: number; readonly y: number; readonly entries: readonly { readonly label: string; readonly look: GroupLook }[] }) {
  return (
    <g aria-hidden="true" transform={`translate(${x},${y})`} fontSize={11} fill="currentColor">
      {entries.map(({ label, look }, n) => (
        <g key={label} transform={`translate(0,${14 * n})`}>
          <line x1={0} x2={18} stroke={look.colour} strokeWidth={2} strokeDasharray={look.dash} />
          <path d={shapePath(look.shape, 8)} transform="translate(9,0)" fill={look.colour} />
          <text x={24} dy="0.34em">{label}</text>
        </g>
      ))}
    </g>
  );
}
