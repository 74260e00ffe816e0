import { memo } from 'react';
import { ChartFrame } from '#charts/kit/ChartFrame.tsx';
import { ColourScale } from '#charts/kit/ColourScale.tsx';
import type { FrameProps } from '#charts/kit/ChartFrame.tsx';
import type { MapMultiple, MultiplesLayout } from '#charts/mapMultiples/layout.ts';
import { cellLeft, levelPaths, multiplesLayout } from '#charts/mapMultiples/layout.ts';
import { regionPath, sharedSpan } from '#charts/surfaceMap/layout.ts';
import { ROWS } from '#core/errormaps/surfaceBins.ts';

export interface MapMultiplesProps extends Pick<FrameProps, 'title' | 'method' | 'description' | 'table' | 'fileName'> {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly multiples: readonly MapMultiple[];
  readonly unit: string;
  readonly fixedWidth?: number;
  readonly onOpen: (row: string, column: string) => void;
}

/** The same difference for every organ (rows) and run (columns) on one scale; a press opens the map. */
export function MapMultiples({ rows, columns, multiples, unit, fixedWidth, onOpen, ...frame }: MapMultiplesProps) {
  const span = sharedSpan(multiples.flatMap(({ panel }) => (panel ? [panel] : [])));
  // The height does not depend on the width but for narrow cells, which only leave more room.
  const { height } = multiplesLayout(fixedWidth ?? 1200, rows.length, columns.length);
  return (
    <ChartFrame {...frame} height={height}>
      {(width) => {
        const layout = multiplesLayout(fixedWidth ?? width, rows.length, columns.length);
        return (
          <>
            {columns.map((name, n) => <text key={name} x={cellLeft(layout, n)} y={12} fontSize={11} fontWeight={600} fill="currentColor">{clipped(name, layout.cellWidth)}</text>)}
            {rows.map((name, n) => <text key={name} x={0} y={layout.top + n * layout.rowHeight + 12} fontSize={11} fontWeight={600} fill="currentColor">{name}</text>)}
            {multiples.map((it) => <Cell key={`${it.row} ${it.column}`} it={it} layout={layout} span={span} x={cellLeft(layout, columns.indexOf(it.column))} y={layout.top + rows.indexOf(it.row) * layout.rowHeight} onOpen={onOpen} />)}
            <ColourScale x={88} y={layout.top + rows.length * layout.rowHeight + 10} scale="signed" span={span} unit={unit} />
          </>
        );
      }}
    </ChartFrame>
  );
}

interface CellProps { readonly it: MapMultiple; readonly layout: MultiplesLayout; readonly span: number; readonly x: number; readonly y: number; readonly onOpen: MapMultiplesProps['onOpen'] }

function Cell({ it, layout: { cellWidth, bin }, span, x, y, onOpen }: CellProps) {
  const height = bin * ROWS;
  const open = () => onOpen(it.row, it.column);
  return (
    <g transform={`translate(${x},${y})`} role="button" tabIndex={0} aria-label={`${it.row}, ${it.column}: ${it.sentence}`} style={{ cursor: 'pointer' }}
      onClick={open} onKeyDown={(event) => { if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); open(); } }}>
      <rect width={cellWidth} height={height} fill="#8b919b" fillOpacity={0.25} />
      {it.panel && <Picture panel={it.panel} topology={it.topology} span={span} bin={bin} />}
      <text y={height + 12} fontSize={10} fill="currentColor" fillOpacity={0.9}>{clipped(it.note, cellWidth)}</text>
    </g>
  );
}

const Picture = memo(function Picture({ panel, topology, span, bin }: { readonly panel: NonNullable<MapMultiple['panel']>; readonly topology: MapMultiple['topology']; readonly span: number; readonly bin: number }) {
  return (
    <g aria-hidden="true">
      {levelPaths(panel, span, bin, topology).map(({ colour, path }) => <path key={colour} d={path} fill={colour} />)}
      {panel.regions.map((bins) => <path key={bins[0]} d={regionPath(bins, bin, topology)} fill="none" stroke="#14171c" strokeWidth={1.2} />)}
    </g>
  );
});

/** What fits in the width, at some 5.6 px a letter. */
function clipped(text: string, width: number): string {
  const letters = Math.max(4, Math.floor(width / 5.6));
  return text.length <= letters ? text : `${text.slice(0, letters - 1)}…`;
}
