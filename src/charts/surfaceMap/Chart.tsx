import { memo, useId, useState } from 'react';
import { ChartFrame } from '#charts/kit/ChartFrame.tsx';
import { ColourScale } from '#charts/kit/ColourScale.tsx';
import type { FrameProps } from '#charts/kit/ChartFrame.tsx';
import { useWidth } from '#charts/kit/useWidth.ts';
import { Tip } from '#charts/kit/Tip.tsx';
import type { BinTopology } from '#core/errormaps/surfaceBins.ts';
import { BINS, COLUMNS } from '#core/errormaps/surfaceBins.ts';
import type { MapPanel, PanelBox } from '#charts/surfaceMap/layout.ts';
import { ALL_BINS, binAtPlace, binBeside, binColour, drawnRow, EDGE_LABELS, LOOKS, PIXELS, projectedBins, regionPath, sharedSpan, surfaceMapLayout } from '#charts/surfaceMap/layout.ts';

export interface SurfaceMapProps extends Pick<FrameProps, 'title' | 'method' | 'description' | 'table' | 'fileName'> {
  readonly topology: BinTopology;
  readonly panels: readonly MapPanel[];
  /** What one unit is: "mm", or "%" for shares. */
  readonly unit: string;
  /** Width to lay out for where there is no screen. */
  readonly fixedWidth?: number;
  /** The bin in words, line by line. */
  readonly words: (panel: number, bin: number) => readonly string[];
  readonly onOpen: (bin: number) => void;
}

/** Maps of an unwrapped organ side by side on one scale, with what they look like from six sides. Arrow keys move, Enter opens a bin. */
export function SurfaceMapChart(props: SurfaceMapProps) {
  const { panels, topology, fixedWidth, ...frame } = props;
  const [at, setAt] = useState<{ readonly panel: number; readonly bin: number } | null>(null);
  const [box, outer] = useWidth(1000);
  const { height } = surfaceMapLayout(fixedWidth ?? outer, panels.length, topology);
  return (
    <div ref={box}>
      <ChartFrame title={frame.title} method={frame.method} description={frame.description} table={frame.table} fileName={frame.fileName} height={height}>
        {(width) => <Drawing {...props} width={fixedWidth ?? width} at={at} setAt={setAt} />}
      </ChartFrame>
    </div>
  );
}

interface At { readonly panel: number; readonly bin: number }
interface DrawingProps extends SurfaceMapProps { readonly width: number; readonly at: At | null; readonly setAt: (at: At | null) => void }

function Drawing({ panels, topology, unit, words, onOpen, width, at, setAt }: DrawingProps) {
  const hatch = useId();
  const layout = surfaceMapLayout(width, panels.length, topology);
  const span = sharedSpan(panels);
  const here = at && layout.panels[at.panel];
  return (
    <>
      <defs>
        <pattern id={hatch} width={5} height={5} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width={5} height={5} fill="#8b919b" fillOpacity={0.25} /><line x1={0} x2={0} y2={5} stroke="#8b919b" strokeWidth={1.6} />
        </pattern>
      </defs>
      {panels.map((panel, n) => (
        <g key={n} transform={`translate(${layout.panels[n].left},${layout.panels[n].top})`}>
          <text y={-22} fontSize={12} fontWeight={600} fill="currentColor">{panel.title}</text>
          <Cells panel={panel} span={span} cell={layout.panels[n].cell} topology={topology} hatch={hatch} />
          <Edges width={layout.panelWidth} height={layout.panelHeight} topology={topology} />
          {layout.disc > 0 && <g transform={`translate(0,${layout.panelHeight + 30})`}><Looks panel={panel} span={span} size={layout.disc} hatch={hatch} /></g>}
          <Hands n={n} title={panel.title} box={layout.panels[n]} width={layout.panelWidth} height={layout.panelHeight} topology={topology} at={at} setAt={setAt} words={words} onOpen={onOpen} />
        </g>
      ))}
      <Scale y={layout.height - 26} panels={panels} span={span} unit={unit} hatch={hatch} />
      {at && here && <Tip x={here.left + (at.bin % COLUMNS) * here.cell} y={here.top + drawnRow(at.bin, topology) * here.cell + 14} width={width} lines={words(at.panel, at.bin)} />}
    </>
  );
}

interface CellsProps { readonly panel: MapPanel; readonly span: number; readonly cell: number; readonly topology: BinTopology; readonly hatch: string }

/** Drawn anew only when the map or its size changes; the pointer moves a frame above it. */
const Cells = memo(function Cells({ panel, span, cell, topology, hatch }: CellsProps) {
  return (
    <g aria-hidden="true">
      {ALL_BINS.map((bin) => (
        <rect key={bin} x={round((bin % COLUMNS) * cell)} y={round(drawnRow(bin, topology) * cell)} width={round(cell + 0.4)} height={round(cell + 0.4)} fill={binColour(panel.values[bin], panel.scale, span) ?? `url(#${hatch})`} />
      ))}
      {panel.regions.map((bins) => {
        const path = regionPath(bins, cell, topology);
        return <g key={bins[0]} fill="none" data-region={bins[0]}><path d={path} stroke="#ffffff" strokeWidth={3.6} /><path d={path} stroke="#14171c" strokeWidth={1.6} /></g>;
      })}
    </g>
  );
});

function Edges({ width, height, topology }: { readonly width: number; readonly height: number; readonly topology: BinTopology }) {
  return (
    <g fontSize={10.5} fill="currentColor" fillOpacity={0.85} textAnchor="middle" aria-hidden="true">
      {EDGE_LABELS.map(([letter, share]) => <g key={share}><text x={share * width} y={-6}>{letter}</text><text x={share * width} y={height + 13}>{letter}</text></g>)}
      {[-9, width + 9].map((x) => <g key={x}><text x={x} y={10}>S</text><text x={x} y={height - 3}>I</text></g>)}
      {topology === 'tube' && <text x={-9} y={height / 2} transform={`rotate(-90,-9,${height / 2})`}>along the vessel</text>}
    </g>
  );
}

/** Looks laid out once: they are the same for every map. */
const PROJECTED = LOOKS.map((look) => projectedBins(look));

const Looks = memo(function Looks({ panel, span, size, hatch }: { readonly panel: MapPanel; readonly span: number; readonly size: number; readonly hatch: string }) {
  const pixel = (size - 6) / PIXELS;
  return (
    <g role="img" aria-label={`${panel.title}: ${LOOKS.map(({ name }) => name).join(', ')}`}>
      {LOOKS.map(({ name }, n) => (
        <g key={name} transform={`translate(${round(n * size + 3)},0)`}>
          <title>{name}</title>
          {Array.from(PROJECTED[n]).map((bin, at) => bin >= 0 && (
            <rect key={at} x={round((at % PIXELS) * pixel)} y={round(Math.floor(at / PIXELS) * pixel)} width={round(pixel + 0.3)} height={round(pixel + 0.3)} fill={binColour(panel.values[bin], panel.scale, span) ?? `url(#${hatch})`} />
          ))}
          <text x={size / 2 - 3} y={size + 8} fontSize={9.5} fill="currentColor" textAnchor="middle">{SHORT[n]}</text>
        </g>
      ))}
    </g>
  );
});

const SHORT = ['below', 'above', 'front', 'behind', 'right', 'left'];

interface HandsProps extends Pick<DrawingProps, 'topology' | 'at' | 'setAt' | 'words' | 'onOpen'> { readonly n: number; readonly title: string; readonly box: PanelBox; readonly width: number; readonly height: number }

/** One focusable place for all bins of a panel: what is under it is told as the value of a slider. */
function Hands({ n, title, box: { cell }, width, height, topology, at, setAt, words, onOpen }: HandsProps) {
  const [home, setHome] = useState(8 * COLUMNS + 16);
  const go = (bin: number) => {
    setHome(bin);
    setAt({ panel: n, bin });
  };
  const shown = at?.panel === n ? at.bin : null;
  return (
    <>
      {shown !== null && <rect x={(shown % COLUMNS) * cell - 0.5} y={drawnRow(shown, topology) * cell - 0.5} width={cell + 1} height={cell + 1} fill="none" stroke="#14171c" strokeWidth={2.2} data-screen-only="" />}
      <rect width={width} height={height} fill="transparent" style={{ cursor: 'pointer' }} role="slider" tabIndex={0} data-panel={n} aria-label={`${title}: place on the organ`}
        aria-valuemin={0} aria-valuemax={BINS - 1} aria-valuenow={home} aria-valuetext={words(n, home).join('. ')}
        onFocus={() => go(home)} onBlur={() => setAt(null)} onPointerLeave={() => setAt(null)}
        onPointerMove={({ currentTarget, clientX, clientY }) => {
          const box = currentTarget.getBoundingClientRect();
          go(binAtPlace(((clientX - box.left) / box.width) * width, ((clientY - box.top) / box.height) * height, cell, topology));
        }}
        onClick={() => onOpen(home)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' || event.key === ' ') onOpen(home);
          else if (event.key.startsWith('Arrow')) go(binBeside(home, event.key, topology));
          else return;
          event.preventDefault();
        }} />
    </>
  );
}

function Scale({ y, panels, span, unit, hatch }: { readonly y: number; readonly panels: readonly MapPanel[]; readonly span: number; readonly unit: string; readonly hatch: string }) {
  const scales = [...new Set(panels.map(({ scale }) => scale))];
  return (
    <>
      {scales.map((scale, n) => <ColourScale key={scale} x={30 + n * 330} y={y} scale={scale} span={span} unit={unit} />)}
      <g transform={`translate(${18 + scales.length * 330},${y})`} fontSize={10.5} fill="currentColor" aria-hidden="true"><rect width={14} height={10} fill={`url(#${hatch})`} /><text x={20} y={9}>too few subjects, or cut off</text></g>
    </>
  );
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
