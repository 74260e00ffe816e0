import { useMemo } from 'react';
import { estimateText, figure, metricInfo, percent } from '#core/evaluation/figureText.ts';
import type { FocusView, GroupView } from '#core/evaluation/exploreViews.ts';
import { BottomAxis } from '#charts/kit/Axis.tsx';
import { AxisBrush } from '#charts/kit/AxisBrush.tsx';
import { ChartFrame } from '#charts/kit/ChartFrame.tsx';
import { makeDotField } from '#charts/kit/dotField.ts';
import { DotMarks } from '#charts/kit/DotMarks.tsx';
import { DotSurface } from '#charts/kit/DotSurface.tsx';
import { groupLook, shapePath } from '#charts/kit/palette.ts';
import type { GroupLook } from '#charts/kit/palette.ts';
import { zoomNote } from '#charts/kit/zoomNote.ts';
import { rainLayout } from '#charts/raincloud/layout.ts';
import type { RainShape } from '#charts/raincloud/shapes.ts';

export interface RaincloudProps {
  readonly view: FocusView;
  readonly metric: string;
  readonly title: string;
  readonly method: string;
  readonly shape: RainShape;
  /** Below this (or above it, for distances) a value is a failure; absent where none is. */
  readonly failureAt?: number | undefined;
  readonly height?: number;
  readonly caseName: (caseAt: number) => string;
  readonly onOpen: (caseAt: number) => void;
  readonly onHover?: (caseAt: number | null) => void;
  /** A range of the value was drawn over on its axis. */
  readonly onBrush?: (low: number, high: number) => void;
}

/** How the values of each group lie: density, box, mean with its interval, every subject as a dot that opens its case. */
export function Raincloud({ view, metric, title, method, shape, failureAt, height = 90 + 84 * view.groups.length, caseName, onOpen, onHover, onBrush }: RaincloudProps) {
  const { groups, range } = view;
  return (
    <ChartFrame title={title} method={`${method}${onBrush ? ' Draw over the axis to keep only its values.' : ''}${zoomNote(range, metric)}${reading(metric, shape)}`} description={description(groups, metric)} table={table(groups, metric)} fileName="distributions" height={height}>
      {(width) => <Drawing {...{ view, metric, shape, failureAt, height, width, caseName, onOpen, onHover, onBrush }} />}
    </ChartFrame>
  );
}

type DrawingProps = Pick<RaincloudProps, 'view' | 'metric' | 'shape' | 'failureAt' | 'caseName' | 'onOpen'> & { readonly [Key in 'onHover' | 'onBrush']?: RaincloudProps[Key] | undefined } & { readonly height: number; readonly width: number };

export function Drawing({ view: { groups, range }, metric, shape, failureAt, height, width, caseName, onOpen, onHover, onBrush }: DrawingProps) {
  const { x, rows, dots, bottom, left } = useMemo(() => rainLayout(groups, { width, height, range, shape }), [groups, width, height, range, shape]);
  const field = useMemo(() => makeDotField(dots), [dots]);
  const colours = useMemo(() => groups.map((group, n) => lookOf(group, n).colour), [groups]);
  return (
    <>
      <g transform={`translate(0,${bottom})`}><BottomAxis scale={x} label={metricInfo(metric).label} format={(value) => figure(value, metric)} grid={bottom} /></g>
      {failureAt !== undefined && failureAt > range[0] && failureAt < range[1] && (
        <g><line x1={x(failureAt)} x2={x(failureAt)} y1={0} y2={bottom} stroke="#D55E00" strokeDasharray="4 3" /><text x={x(failureAt) + 3} y={bottom - 4} fontSize={10.5} fill="currentColor">failure</text></g>
      )}
      <DotMarks dots={dots} colours={colours} width={width} height={height} />
      {rows.map((row, n) => <Row key={row.label} row={row} group={groups[n]} place={n} left={left} metric={metric} />)}
      <DotSurface {...{ field, left, bottom, width, onOpen, onHover }} testId="raincloud-dots"
        linesOf={({ caseAt, group, value }) => [caseName(caseAt), `${groups[group].label}: ${figure(value, metric)}`]} />
      {onBrush && <AxisBrush scale={x} top={bottom} testId="value-brush" onBrush={onBrush} />}
    </>
  );
}

function Row({ row, group, place, left, metric }: { readonly row: ReturnType<typeof rainLayout>['rows'][number]; readonly group: GroupView; readonly place: number; readonly left: number; readonly metric: string }) {
  const look = lookOf(group, place);
  const middle = (row.top + row.bottom) / 2;
  // A name with its cut-offs takes two lines: "normal (18.5 to < 25)".
  const [, name, range] = /^(.+) [(]([^()]+)[)]$/.exec(group.label) ?? [undefined, group.label, undefined];
  return (
    <g>
      <g aria-hidden="true" fill="currentColor">
        <path d={shapePath(look.shape, 9)} transform={`translate(8,${middle - 14})`} fill={look.colour} />
        <text x={18} y={middle - 10} fontSize={12} fontWeight={600}>{shortened(name, left)}</text>
        <text x={18} y={middle + 5} fontSize={11} fillOpacity={0.8}>{range ? `${range} · ` : ''}n {group.values.length}{group.missing > 0 ? `, ${group.missing} missing` : ''}</text>
        {group.failure && group.failure.events > 0 && <text x={18} y={middle + 19} fontSize={11} fillOpacity={0.8}>{group.failure.events} failed ({percent(group.failure.events / Math.max(1, group.values.length))})</text>}
        {group.values.length === 0 && <text x={left + 6} y={middle} fontSize={11.5}>No value in this group.</text>}
      </g>
      {row.density && <path d={row.density} fill={look.colour} fillOpacity={0.32} stroke={look.colour} strokeWidth={1.2} />}
      {row.curve && <path d={row.curve} fill="none" stroke={look.colour} strokeWidth={1.8} strokeDasharray={look.dash} />}
      {row.box && (
        <g stroke="currentColor" fill="none">
          <rect x={Math.min(row.box.q1, row.box.q3)} y={row.box.y - 4} width={Math.abs(row.box.q3 - row.box.q1)} height={8} strokeOpacity={0.8} fill="currentColor" fillOpacity={0.08} />
          {row.box.median !== null && <line x1={row.box.median} x2={row.box.median} y1={row.box.y - 5} y2={row.box.y + 5} strokeWidth={2} />}
        </g>
      )}
      {row.mean && (
        <g stroke="currentColor">
          {row.mean.low !== null && row.mean.high !== null && <line x1={row.mean.low} x2={row.mean.high} y1={row.mean.y} y2={row.mean.y} strokeWidth={2.4} />}
          <path d={shapePath('diamond', 8)} transform={`translate(${row.mean.x},${row.mean.y})`} fill="currentColor" />
        </g>
      )}
      {row.floor !== null && metric === 'dice' && (
        <g stroke="currentColor" strokeOpacity={0.55}><line x1={row.floor} x2={row.floor} y1={row.top + 4} y2={row.bottom - 2} strokeDasharray="1 3" strokeWidth={1.6} /></g>
      )}
    </g>
  );
}

function lookOf({ isUnknown, label }: GroupView, place: number): GroupLook {
  return groupLook(place, isUnknown ? 'unknown' : label);
}

function shortened(label: string, left: number): string {
  const room = Math.floor((left - 22) / 6.6);
  return label.length > room ? `${label.slice(0, Math.max(1, room - 1))}…` : label;
}

function reading(metric: string, shape: RainShape): string {
  return ` Diamond: mean with its interval${shape === 'raincloud' ? '; box: quartiles and median' : shape === 'ecdf' ? '; curve: share of the group at or below the value' : ''}${metric === 'dice' ? '; dotted line: mean Dice that an equal boundary error costs the group (metric floor)' : ''}.`;
}

function description(groups: readonly GroupView[], metric: string): string {
  return groups.map(({ label, values, missing, mean }) => `${label}: n ${values.length}${missing > 0 ? `, ${missing} missing` : ''}, ${mean.state === 'done' ? `mean ${estimateText(mean.value, metric)}` : mean.fault.reason}`).join('. ');
}

function table(groups: readonly GroupView[], metric: string) {
  return {
    columns: ['Group', 'n', 'Missing', 'Mean', 'Interval', 'Median', 'Quartiles', 'Failures', 'Metric floor'],
    rows: groups.map(({ label, values, missing, mean, median, quartiles, failure, floor }) => [
      label, String(values.length), String(missing), mean.state === 'done' ? figure(mean.value.value, metric) : mean.fault.reason, mean.state === 'done' ? estimateText(mean.value, metric).replace(/^\S+ /, '') : '',
      median.state === 'done' ? estimateText(median.value, metric) : '', quartiles ? quartiles.map((it) => figure(it, metric)).join(' to ') : '', failure ? String(failure.events) : '', floor === null ? '' : figure(floor, metric),
    ]),
  };
}
