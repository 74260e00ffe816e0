import type { CovariateView } from '#core/evaluation/covariateViews.ts';
import { BottomAxis } from '#charts/kit/Axis.tsx';
import { ChartFrame } from '#charts/kit/ChartFrame.tsx';
import { groupLook, levelColour } from '#charts/kit/palette.ts';
import { fitted } from '#charts/kit/fitted.ts';
import { Tip } from '#charts/kit/Tip.tsx';
import { listed, useMarks } from '#charts/kit/useMarks.ts';
import { covariateHeight, covariateLayout, ROW_HEIGHT } from '#charts/covariateGroups/layout.ts';

/** How one covariate lies in each group, before any metric: densities of a number, shares of a category. */
export function CovariateGroups({ view, attribute }: { readonly view: CovariateView; readonly attribute: string }) {
  const { label, kind, levels, groups } = view;
  return (
    <ChartFrame title={`${label} by ${attribute}`} fileName={`covariate-${view.column}`} height={covariateHeight(view)}
      method={kind === 'numeric' ? 'Density (Gaussian kernel) over a common axis; line: quartiles, tick: median.' : `Share of each ${label} within the group, left to right: ${levels.join(', ')}.`}
      description={groups.map((group) => wordsOf(view, group).join(', ')).join('. ')}
      table={{
        columns: ['Group', 'n', 'Missing', ...(kind === 'numeric' ? ['First quartile', 'Median', 'Third quartile'] : levels)],
        rows: groups.map(({ label: group, n, missing, quartiles, counts }) => [group, String(n), String(missing), ...(kind === 'numeric' ? quartiles?.map(plain) ?? ['', '', ''] : counts.map(String))]),
      }}>
      {(width) => <Rows view={view} width={width} />}
    </ChartFrame>
  );
}

export function Rows({ view, width }: { readonly view: CovariateView; readonly width: number }) {
  const { x, left, bottom, rows } = covariateLayout(view, width);
  const marks = useMarks(rows.length, () => undefined, listed);
  const pointed = marks.at === null ? null : view.groups[marks.at];
  return (
    <>
      <g transform={`translate(0,${bottom})`}><BottomAxis scale={x} ticks={5} grid={bottom} label={view.kind === 'numeric' ? view.label : 'Share of the group'} format={(value) => (view.kind === 'numeric' ? plain(value) : `${Math.round(100 * value)} %`)} /></g>
      {rows.map(({ label, isUnknown, n, missing, top, density, quartiles, parts }, at) => {
        const { colour } = groupLook(at, isUnknown ? 'unknown' : label);
        const middle = top + ROW_HEIGHT / 2, base = top + ROW_HEIGHT - 6;
        return (
          <g key={label} {...marks.propsOf(at)} data-mark={at} role="img" aria-label={wordsOf(view, view.groups[at]).join(', ')}>
            <rect x={0} y={top} width={width} height={ROW_HEIGHT} fill="currentColor" fillOpacity={marks.at === at ? 0.08 : 0} />
            <text x={4} y={middle - 5} fontSize={11.5} fill="currentColor">{fitted(label, left - 8)}</text>
            <text x={4} y={middle + 9} fontSize={10} fill="currentColor" fillOpacity={0.8}>{`n ${n}${missing > 0 ? `, ${missing} missing` : ''}`}</text>
            {density && <path d={density} fill={colour} fillOpacity={0.45} stroke={colour} />}
            {quartiles && <path d={`M${quartiles[0]},${base}H${quartiles[2]}M${quartiles[1]},${base - 5}v10`} stroke="currentColor" strokeWidth={1.8} />}
            {parts.map(({ level, x: from, width: wide, share }) => {
              const { fill, ink } = levelColour(view.levels.indexOf(level), view.levels.length);
              return (
                <g key={level}>
                  <rect x={from} y={top + 5} width={Math.max(0, wide - 1)} height={ROW_HEIGHT - 12} fill={fill} />
                  {wide > 26 && <text x={from + wide / 2} y={middle - 1} dy="0.32em" textAnchor="middle" fontSize={10.5} fill={ink}>{fitted(wide > 60 ? `${level} ${Math.round(100 * share)} %` : level, wide - 4)}</text>}
                </g>
              );
            })}
            {n === 0 && <text x={left + 6} y={middle} dy="0.32em" fontSize={11} fill="currentColor" fillOpacity={0.8}>no value</text>}
          </g>
        );
      })}
      {pointed && marks.at !== null && <Tip x={left} y={rows[marks.at].top + ROW_HEIGHT} width={width} lines={wordsOf(view, pointed)} />}
    </>
  );
}

function wordsOf({ kind, levels }: CovariateView, { label, n, missing, quartiles, counts }: CovariateView['groups'][number]): string[] {
  const what = kind === 'numeric' ? (quartiles ? [`median ${plain(quartiles[1])} [${plain(quartiles[0])}, ${plain(quartiles[2])}]`] : [])
    : levels.flatMap((level, code) => (counts[code] > 0 ? [`${level} ${counts[code]} (${Math.round((100 * counts[code]) / n)} %)`] : []));
  return [label, `n ${n}${missing > 0 ? `, ${missing} missing` : ''}`, ...what];
}

const plain = (value: number): string => String(Number(value.toPrecision(3)));
