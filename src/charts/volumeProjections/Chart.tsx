import { max } from 'd3';
import { ChartFrame } from '#charts/kit/ChartFrame.tsx';
import { ColourScale, valueInUnit } from '#charts/kit/ColourScale.tsx';
import { sequentialColour } from '#charts/kit/palette.ts';
import { projected, PROJECTIONS, shadowPath } from '#charts/volumeProjections/layout.ts';
import type { VolumeMap } from '#core/errormaps/volumeMap.ts';
import { SIDE } from '#core/errormaps/volumeMap.ts';

interface VolumeProjectionsProps { readonly map: Pick<VolumeMap, 'fp' | 'fn' | 'inside' | 'covered'>; readonly title: string; readonly fileName: string; readonly fixedWidth?: number }

const KINDS = [['Too much', 'fp'], ['Missed', 'fn']] as const;
const GAP = 10, TOP = 30, LABEL = 14, LEGEND = 28;

/** Where a prediction is too much and where it misses, seen through the organ's box from above, from the front and from the side. */
export function VolumeProjections({ map, title, fileName, fixedWidth }: VolumeProjectionsProps) {
  const pictures = KINDS.map(([, kind]) => PROJECTIONS.map((look) => projected(map[kind], map.covered, look)));
  const top = max(pictures.flat(2), (values) => max(values) ?? 0) || 1;
  const rows = KINDS.flatMap(([name], k) => PROJECTIONS.flatMap(({ name: look }, p) => Array.from(pictures[k][p], (value, at) => [name, look, String(at % SIDE), String(Math.floor(at / SIDE)), Number.isNaN(value) ? '' : String(Number(value.toPrecision(4)))])));
  const side = (width: number) => (width - 2 * GAP) / 3;
  const height = TOP + 2 * (side(fixedWidth ?? 280) + LABEL + GAP) + LEGEND;
  return (
    <ChartFrame title={title} fileName={fileName} height={height} table={{ columns: ['error', 'projection', 'column', 'row', 'share of the line of sight'], rows }}
      description={`Largest share of a line of sight: ${KINDS.map(([name], k) => `${name.toLowerCase()} ${valueInUnit(max(pictures[k].flatMap((it) => [...it])) ?? 0, '%')}`).join(', ')}.`}
      method={`Share of each line of sight through the organ's box (with a quarter around it) that is in error, of ${SIDE} cells a side; outline: the expert's organ.`}>
      {(width) => {
        const size = side(fixedWidth ?? width);
        const pixel = size / SIDE;
        return (
          <>
            {PROJECTIONS.map(({ name }, p) => <text key={name} x={p * (size + GAP)} y={10} fontSize={10.5} fontWeight={600} fill="currentColor">{name}</text>)}
            {KINDS.map(([kind], k) => PROJECTIONS.map((look, p) => (
              <g key={`${kind} ${look.name}`} transform={`translate(${p * (size + GAP)},${TOP + k * (size + LABEL + GAP)})`} role="img" aria-label={`${kind}, ${look.name}`}>
                <text y={-5} fontSize={9.5} fill="currentColor">{kind}; {look.edges[0]} to {look.edges[1]}</text>
                <rect width={size} height={size} fill={sequentialColour(0)} />
                {Array.from(pictures[k][p]).map((value, at) => value !== 0 && (
                  <rect key={at} x={(at % SIDE) * pixel} y={Math.floor(at / SIDE) * pixel} width={pixel + 0.3} height={pixel + 0.3} fill={Number.isNaN(value) ? '#8b919b' : sequentialColour(value / top)} />
                ))}
                <path d={shadowPath(map.inside, look)} transform={`scale(${pixel})`} fill="none" stroke="#ffffff" strokeWidth={1.4 / pixel} />
              </g>
            )))}
            <ColourScale x={-24} y={TOP + 2 * (size + LABEL + GAP)} scale="share" span={top} unit="%" />
          </>
        );
      }}
    </ChartFrame>
  );
}
