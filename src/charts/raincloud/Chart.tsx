import { useMemo, useState } from 'react';
import type { KeyboardEvent, PointerEvent } from 'react';
import { estimateText, figure, metricInfo, percent } from '#core/evaluation/figureText.ts';
import type { FocusView, GroupView } from '#core/evaluation/exploreViews.ts';
import { BottomAxis } from '#charts/kit/Axis.tsx';
import { ChartFrame } from '#charts/kit/ChartFrame.tsx';
import { groupLook, shapePath } from '#charts/kit/palette.ts';
import { Tip } from '#charts/kit/Tip.tsx';
import { zoomNote } from '#charts/kit/zoomNote.ts';
import { nearestDot, rainLayout } from '#charts/raincloud/layout.ts';
import type { RainDot, RainShape } from '#charts/raincloud/layout.ts';

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
  /** Who the subject is, for the card beside a dot. */
  readonly caseFacts?: (caseAt: number) => string;
  readonly onOpen: (caseAt: number) => void;
  readonly onHover?: (caseAt: number | null) => void;
}

/** How the values of each group lie: density, box, mean with its interval, every subject as a dot that opens its case. */
export function Raincloud({ view, metric, title, method, shape, failureAt, height = 90 + 84 * view.groups.length, caseName, caseFacts, onOpen, onHover }: RaincloudProps) {
  const { groups, range } = view;
  return (
    <ChartFrame title={title} method={`${method}${zoomNote(range, metric)}${reading(metric)}`} description={description(groups, metric)} table={table(groups, metric)} fileName="distributions" height={height}>
      {(width) => <Drawing {...{ view, metric, shape, failureAt, height, width, caseName, onOpen }} onHover={onHover ?? (() => undefined)} {...(caseFacts ? { caseFacts } : {})} />}
    </ChartFrame>
  );
}

type DrawingProps = Required<Pick<RaincloudProps, 'view' | 'metric' | 'shape' | 'height' | 'caseName' | 'onOpen' | 'onHover'>> & Pick<RaincloudProps, 'caseFacts'> & { readonly failureAt: number | undefined; readonly width: number };

export function Drawing({ view: { groups, range }, metric, shape, failureAt, height, width, caseName, caseFacts, onOpen, onHover }: DrawingProps) {
  const layout = useMemo(() => rainLayout(groups, { width, height, range, shape }), [groups, width, height, range, shape]);
  const [pointed, setPointed] = useState<{ readonly row: number; readonly dot: RainDot } | null>(null);
  const { x, rows, bottom, left } = layout;
  const show = (it: typeof pointed) => {
    setPointed(it);
    onHover(it?.dot.caseAt ?? null);
  };
  const at = (event: PointerEvent<SVGRectElement>) => {
    const box = event.currentTarget.ownerSVGElement?.getBoundingClientRect();
    return box ? nearestDot(rows, ((event.clientX - box.left) * width) / box.width, ((event.clientY - box.top) * height) / box.height) : null;
  };
  const onKey = (event: KeyboardEvent) => {
    const all = rows.flatMap(({ dots }, row) => [...dots].sort((a, b) => a.value - b.value).map((dot) => ({ row, dot })));
    const now = all.findIndex(({ dot }) => dot === pointed?.dot);
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step !== undefined && all.length > 0) {
      event.preventDefault();
      show(all[Math.max(0, Math.min(all.length - 1, now < 0 ? 0 : now + step))]);
    } else if ((event.key === 'Enter' || event.key === ' ') && pointed) {
      event.preventDefault();
      onOpen(pointed.dot.caseAt);
    }
  };
  return (
    <>
      <g transform={`translate(0,${bottom})`}><BottomAxis scale={x} label={metricInfo(metric).label} format={(value) => figure(value, metric)} grid={bottom} /></g>
      {failureAt !== undefined && failureAt > range[0] && failureAt < range[1] && (
        <g><line x1={x(failureAt)} x2={x(failureAt)} y1={0} y2={bottom} stroke="#D55E00" strokeDasharray="4 3" /><text x={x(failureAt) + 3} y={bottom - 4} fontSize={10.5} fill="currentColor">failure</text></g>
      )}
      {rows.map((row, n) => <Row key={row.label} row={row} group={groups[n]} place={n} left={left} metric={metric} />)}
      <rect x={left} y={0} width={Math.max(0, width - left)} height={bottom} fill="transparent" tabIndex={0} role="application" aria-label="Subjects; arrow keys go from one to the next, Enter opens the case"
        style={{ cursor: pointed ? 'pointer' : 'default' }} data-testid="raincloud-dots"
        onPointerMove={(event) => show(at(event))} onPointerLeave={() => show(null)} onBlur={() => show(null)} onKeyDown={onKey}
        onClick={(event) => { const it = at(event as unknown as PointerEvent<SVGRectElement>); if (it) onOpen(it.dot.caseAt); }} />
      {pointed && (
        <>
          <circle data-screen-only="" cx={pointed.dot.x} cy={pointed.dot.y} r={5.5} fill="none" stroke="currentColor" strokeWidth={1.6} pointerEvents="none" />
          <Tip x={pointed.dot.x} y={pointed.dot.y} width={width} lines={[caseName(pointed.dot.caseAt), `${groups[pointed.row].label}: ${figure(pointed.dot.value, metric)}`, ...(caseFacts ? [caseFacts(pointed.dot.caseAt)] : [])]} />
        </>
      )}
    </>
  );
}

function Row({ row, group, place, left, metric }: { readonly row: ReturnType<typeof rainLayout>['rows'][number]; readonly group: GroupView; readonly place: number; readonly left: number; readonly metric: string }) {
  const look = groupLook(place, group.isUnknown ? 'unknown' : group.label);
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
      {row.dots.length > 0 && <path d={row.dots.map((dot) => `M${dot.x.toFixed(1)},${dot.y.toFixed(1)}h0`).join('')} stroke={look.colour} strokeWidth={row.dots.length > 400 ? 2.6 : 4} strokeLinecap="round" strokeOpacity={row.dots.length > 400 ? 0.5 : 0.75} fill="none" />}
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

function shortened(label: string, left: number): string {
  const room = Math.floor((left - 22) / 6.6);
  return label.length > room ? `${label.slice(0, Math.max(1, room - 1))}…` : label;
}

function reading(metric: string): string {
  return ` Diamond: mean with its interval; box: quartiles and median${metric === 'dice' ? '; dotted line: mean Dice that an equal boundary error costs the group (metric floor)' : ''}.`;
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
