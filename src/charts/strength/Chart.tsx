import { line, scaleLinear } from 'd3';
import { estimateText, figure, metricInfo } from '#core/evaluation/figureText.ts';
import type { StrengthFamily, StrengthPoint } from '#core/evaluation/strengthCurves.ts';
import { BottomAxis, LeftAxis } from '#charts/kit/Axis.tsx';
import { ChartFrame } from '#charts/kit/ChartFrame.tsx';
import { Legend } from '#charts/kit/Legend.tsx';
import { groupLook, shapePath } from '#charts/kit/palette.ts';

export interface StrengthChartProps { readonly family: StrengthFamily; readonly metric: string; readonly method: string; readonly height?: number }

/** How each group's mean changes with the error of the prompt, or with the number of clicks, on the same subjects throughout. */
export function StrengthChart({ family, metric, method, height = 260 }: StrengthChartProps) {
  const isClicks = family.protocol.includes('click');
  const areas = family.groups.flatMap(({ nAuc }) => (nAuc === null ? [] : [nAuc]));
  const gap = areas.length >= 2 ? Math.max(...areas) - Math.min(...areas) : null;
  return (
    <ChartFrame title={`${family.modelName}: ${metricInfo(metric).label} against ${isClicks ? 'the number of clicks' : 'the shift of the box'}, by group`} height={height} fileName={`strength-${family.protocol}`}
      method={`${method} ${family.subjects} subjects that have every strength. Area under the means over the range: ${family.groups.map((it) => `${it.label} ${figure(it.nAuc, metric)}`).join(', ')}${gap === null ? '' : `; gap ${figure(gap, metric)}`}. Bars: intervals of means.`}
      description={family.groups.map((it) => `${it.label}: ${it.points.map((point) => `${point.strength}: ${meanText(point, metric)}`).join(', ')}`).join('. ')}
      table={{ columns: ['Group', isClicks ? 'Clicks' : 'Shift, mm', 'n', 'Mean', 'nAUC'], rows: family.groups.flatMap((it) => it.points.map((point) => [it.label, String(point.strength), String(point.n), meanText(point, metric), figure(it.nAuc, metric)])) }}>
      {(width) => <Lines {...{ family, metric, width, height }} label={isClicks ? 'Clicks' : 'Standard deviation of each side, mm'} />}
    </ChartFrame>
  );
}

function Lines({ family, metric, width, height, label }: { readonly family: StrengthFamily; readonly metric: string; readonly width: number; readonly height: number; readonly label: string }) {
  const all = family.groups.flatMap(({ points }) => points);
  const means = all.flatMap(({ mean }) => (mean.state === 'done' ? [mean.value.value] : []));
  const strengths = all.map(({ strength }) => strength);
  const left = 58, bottom = height - 42;
  const low = means.length > 0 ? Math.min(...means) : 0;
  const x = scaleLinear().domain([Math.min(...strengths), Math.max(...strengths)]).range([left + 10, width - 16]);
  const y = scaleLinear().domain([Math.max(0, low - 0.12), Math.min(1, Math.max(...means, low + 0.1) + 0.05)]).range([bottom, 8]);
  const known = (points: readonly StrengthPoint[]) => points.flatMap((it) => (it.mean.state === 'done' ? [{ at: x(it.strength), mean: it.mean.value }] : []));
  return (
    <>
      <g transform={`translate(${left},0)`}><LeftAxis scale={y} label={metricInfo(metric).label} format={(value) => figure(value, metric)} grid={width - left - 12} ticks={5} /></g>
      <g transform={`translate(0,${bottom})`}><BottomAxis scale={x} label={label} format={String} ticks={5} /></g>
      {family.groups.map(({ label: group, points }, n) => {
        const look = groupLook(n, group);
        return (
          <g key={group} stroke={look.colour}>
            <path d={line<{ at: number; mean: { value: number } }>().x((it) => it.at).y((it) => y(it.mean.value))(known(points)) ?? ''} fill="none" strokeWidth={2} strokeDasharray={look.dash} />
            {known(points).map((it) => (
              <g key={it.at}>
                {it.mean.low !== undefined && it.mean.high !== undefined && <line x1={it.at + 2 * n} x2={it.at + 2 * n} y1={y(Number(it.mean.low))} y2={y(Number(it.mean.high))} strokeWidth={1.4} />}
                <path d={shapePath(look.shape, 8)} transform={`translate(${it.at},${y(it.mean.value)})`} fill={look.colour} />
              </g>
            ))}
          </g>
        );
      })}
      <Legend x={left + 12} y={bottom - 14 * family.groups.length} entries={family.groups.map(({ label: group }, n) => ({ label: group, look: groupLook(n, group) }))} />
    </>
  );
}

function meanText({ mean, n }: StrengthPoint, metric: string): string {
  return mean.state === 'done' ? `${estimateText(mean.value, metric)} (n ${n})` : mean.fault.reason;
}
