import type { AuditRow } from '#core/evaluation/auditRows.ts';
import { BottomAxis } from '#charts/kit/Axis.tsx';
import { ChartFrame } from '#charts/kit/ChartFrame.tsx';
import { fitted } from '#charts/kit/fitted.ts';
import { Tip } from '#charts/kit/Tip.tsx';
import { listed, useMarks } from '#charts/kit/useMarks.ts';
import { balanceLines, LINE_HEIGHT, loveLayout } from '#charts/lovePlot/layout.ts';
import type { BalanceLine } from '#charts/lovePlot/layout.ts';

/** Above this a covariate deserves adjustment. */
const UNBALANCED = 0.2;
/** The most that a picture can hold; all of them are in the table. */
const MOST = 24;

/** In which covariates the groups differ, before and after overlap weighting on those adjusted for. */
export function LovePlot({ rows, title, reference }: { readonly rows: readonly AuditRow[]; readonly title: string; readonly reference: string }) {
  const all = balanceLines(rows);
  const lines = all.slice(0, MOST);
  const more = all.length - lines.length;
  return (
    <ChartFrame title={title} fileName="balance" height={8 + LINE_HEIGHT * Math.max(1, lines.length) + 46}
      method={`Absolute standardised mean difference to ${reference}. Ring: as the groups are; dot: after overlap weighting on the covariates adjusted for; dashed: ${UNBALANCED}.${more > 0 ? ` The ${more} smallest differences are in the table.` : ''}`}
      description={lines.map(words).join('. ')}
      table={{ columns: ['Covariate', 'Group', 'Before', 'After weighting'], rows: all.map(({ covariate, group, before, after }) => [covariate, group, before.toFixed(3), after === null ? '' : after.toFixed(3)]) }}>
      {(width) => <Love lines={lines} width={width} />}
    </ChartFrame>
  );
}

function words({ covariate, group, before, after }: BalanceLine): string {
  return `${covariate}, ${group}: ${before.toFixed(2)}${after === null ? '' : `, weighted ${after.toFixed(2)}`}`;
}

export function Love({ lines, width }: { readonly lines: readonly BalanceLine[]; readonly width: number }) {
  const { x, left, bottom } = loveLayout(lines, width);
  const marks = useMarks(lines.length, () => undefined, listed);
  const pointed = marks.at === null ? null : lines[marks.at];
  return (
    <>
      <line x1={x(UNBALANCED)} x2={x(UNBALANCED)} y1={0} y2={bottom} stroke="currentColor" strokeOpacity={0.6} strokeDasharray="4 3" />
      {lines.map(({ key, covariate, group, before, after }, n) => (
        <g key={key} {...marks.propsOf(n)} data-mark={n} role="img" aria-label={words(lines[n])} transform={`translate(0,${12 + LINE_HEIGHT * n})`} stroke="currentColor">
          <rect x={0} y={-LINE_HEIGHT / 2} width={width} height={LINE_HEIGHT} fill="currentColor" fillOpacity={marks.at === n ? 0.1 : 0} stroke="none" />
          <text x={4} dy="0.32em" fontSize={11.5} fill="currentColor" stroke="none">{fitted(`${covariate} · ${group}`, left)}</text>
          {after !== null && <line x1={x(before)} x2={x(after)} strokeOpacity={0.35} />}
          <circle cx={x(before)} r={3.8} fill="var(--chart-paper, #808080)" strokeWidth={1.5} />
          {after !== null && <circle cx={x(after)} r={3.8} fill="currentColor" />}
        </g>
      ))}
      {pointed && marks.at !== null && <Tip x={left} y={12 + LINE_HEIGHT * marks.at} width={width} lines={words(pointed).split(': ')} />}
      {lines.length === 0 && <text x={8} y={20} fontSize={12} fill="currentColor">No covariate can be compared.</text>}
      <g transform={`translate(0,${bottom + 4})`}><BottomAxis scale={x} label="Standardised difference" format={(value) => value.toFixed(1)} ticks={5} /></g>
    </>
  );
}
