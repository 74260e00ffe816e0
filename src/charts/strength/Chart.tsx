import { estimateText, figure, metricInfo } from '#core/evaluation/figureText.ts';
import type { StrengthFamily, StrengthGroup, StrengthPoint } from '#core/evaluation/strengthCurves.ts';
import { BottomAxis, LeftAxis } from '#charts/kit/Axis.tsx';
import { ChartFrame } from '#charts/kit/ChartFrame.tsx';
import { Legend } from '#charts/kit/Legend.tsx';
import { groupLook, shapePath } from '#charts/kit/palette.ts';
import { Tip } from '#charts/kit/Tip.tsx';
import { listed, useMarks } from '#charts/kit/useMarks.ts';
import { zoomNote } from '#charts/kit/zoomNote.ts';
import { strengthLayout, strengthRange } from '#charts/strength/layout.ts';

export interface StrengthChartProps { readonly family: StrengthFamily; readonly metric: string; readonly method: string; readonly height?: number }

/** How each group's mean changes with the error of the prompt, or with the number of clicks, on the same subjects throughout. */
export function StrengthChart({ family, metric, method, height = 260 }: StrengthChartProps) {
  const isClicks = family.protocol.includes('click');
  return (
    <ChartFrame title={`${family.modelName}: ${metricInfo(metric).label} against ${isClicks ? 'the number of clicks' : 'the shift of the box'}, by group`} height={height} fileName={`strength-${family.protocol}`}
      method={`${method} ${family.subjects} subjects of known group that have every strength. Area under the means over the range (nAUC), and its gap to ${family.reference} with Welch's interval over subjects: ${family.groups.map((it) => areaText(it, metric)).join('; ')}. Band: intervals of means.${zoomNote(strengthRange(family), metric)}`}
      description={family.groups.map((it) => `${it.label}: ${it.points.map((point) => `${point.strength}: ${meanText(point, metric)}`).join(', ')}`).join('. ')}
      table={{ columns: ['Group', isClicks ? 'Clicks' : 'Shift, mm', 'n', 'Mean', 'nAUC', `Gap of nAUC to ${family.reference}`], rows: family.groups.flatMap((it) => it.points.map((point) => [it.label, String(point.strength), String(point.n), meanText(point, metric), figure(it.nAuc, metric), gapText(it, metric)])) }}>
      {(width) => <Lines {...{ family, metric, width, height }} label={isClicks ? 'Clicks' : 'Standard deviation of each side, mm'} />}
    </ChartFrame>
  );
}

export function Lines({ family, metric, width, height, label }: { readonly family: Pick<StrengthFamily, 'groups'>; readonly metric: string; readonly width: number; readonly height: number; readonly label: string }) {
  const { x, y, left, bottom, strengths, groups, legend } = strengthLayout(family, { width, height });
  const all = groups.flatMap(({ label: group, marks: own }, place) => own.map((it) => ({ ...it, group, place })));
  const marks = useMarks(all.length, () => undefined, listed);
  const pointed = marks.at === null ? null : all[marks.at];
  return (
    <>
      <g transform={`translate(${left},0)`}><LeftAxis scale={y} label={metricInfo(metric).label} format={(value) => figure(value, metric)} grid={width - left - 12} ticks={5} /></g>
      <g transform={`translate(0,${bottom})`}><BottomAxis scale={x} label={label} format={String} at={strengths} /></g>
      {groups.map(({ label: group, band }, n) => band && <path key={group} d={band} fill={groupLook(n, group).colour} fillOpacity={0.18} />)}
      {groups.map(({ label: group, line }, n) => line && <path key={group} d={line} fill="none" stroke={groupLook(n, group).colour} strokeWidth={2} strokeDasharray={groupLook(n, group).dash} />)}
      {all.map(({ x: at, y: up, group, place, point }, n) => {
        const { shape, colour } = groupLook(place, group);
        return <path key={`${group} ${point.strength}`} {...marks.propsOf(n)} data-mark={n} role="img" aria-label={`${group}, ${point.strength}: ${meanText(point, metric)}`} d={shapePath(shape, marks.at === n ? 12 : 8)} transform={`translate(${at.toFixed(1)},${up.toFixed(1)})`} fill={colour} />;
      })}
      {pointed && <Tip x={pointed.x} y={pointed.y} width={width} lines={[pointed.group, `${label}: ${pointed.point.strength}`, meanText(pointed.point, metric)]} />}
      {all.length === 0 && <text x={left + 12} y={24} fontSize={12} fill="currentColor">No group has a mean at any strength.</text>}
      <Legend {...legend} entries={groups.map(({ label: group }, n) => ({ label: group, look: groupLook(n, group) }))} />
    </>
  );
}

function areaText(it: StrengthGroup, metric: string): string {
  return `${it.label} ${figure(it.nAuc, metric)}${it.nAucGap === null ? '' : `, gap ${gapText(it, metric)}`}`;
}

function gapText({ nAucGap }: StrengthGroup, metric: string): string {
  return nAucGap === null ? '' : nAucGap.state === 'done' ? estimateText(nAucGap.value, metric) : nAucGap.fault.reason;
}

function meanText({ mean, n }: StrengthPoint, metric: string): string {
  return mean.state === 'done' ? `${estimateText(mean.value, metric)} (n ${n})` : mean.fault.reason;
}
