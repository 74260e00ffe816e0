import { confounderWords, differenceText } from '#core/evaluation/confounderMap.ts';
import type { ConfounderCell, ConfounderMap } from '#core/evaluation/confounderMap.ts';
import { covariateLabel } from '#core/evaluation/exploreRecipe.ts';
import { ChartFrame } from '#charts/kit/ChartFrame.tsx';
import { fitted } from '#charts/kit/fitted.ts';
import { inkOn, sequentialColour } from '#charts/kit/palette.ts';
import { Tip } from '#charts/kit/Tip.tsx';
import { useMarks } from '#charts/kit/useMarks.ts';
import { CELL_HEIGHT, confounderHeight, confounderLayout, neighbour, UNBALANCED } from '#charts/confounderMap/layout.ts';

export interface ConfounderMapProps {
  readonly map: ConfounderMap;
  /** Column of the attribute that is compared, and the columns it is adjusted for. */
  readonly attribute: string;
  readonly adjusted: readonly string[];
  readonly onOpen: (cell: ConfounderCell) => void;
}

/** Which covariates differ between the groups of which attribute. */
export function ConfounderMatrix({ map, attribute, adjusted, onOpen }: ConfounderMapProps) {
  return (
    <ChartFrame title="What may confound what" fileName="confounders" height={confounderHeight(map)}
      method={`Largest absolute standardised mean difference between two groups of at least ${map.least} subjects (a category: of any of its levels). Outlined: ${UNBALANCED} or more and not adjusted for. Press a cell to adjust for its covariate, or to compare by its attribute.`}
      description={map.cells.map((cell) => confounderWords(cell, map.least)).join('. ')}
      table={{ columns: ['Attribute', 'Covariate', 'Level', 'Largest difference', 'Between', 'and', 'n', 'n of the other'], rows: map.cells.map((cell) => ({ ...cell, text: cell.difference === null ? '' : differenceText(cell, 3) })).map(({ attribute: of, covariate, level, text, between, n }) => [covariateLabel(of), covariateLabel(covariate), level ?? '', text, between?.[0] ?? '', between?.[1] ?? '', String(n?.[0] ?? ''), String(n?.[1] ?? '')]) }}>
      {(width) => <Cells {...{ map, attribute, adjusted, onOpen, width }} />}
    </ChartFrame>
  );
}

export function Cells({ map, attribute, adjusted, onOpen, width }: ConfounderMapProps & { readonly width: number }) {
  const { left, top, cellWidth, cells } = confounderLayout(map, { width, attribute, adjusted });
  const marks = useMarks(cells.length, (index) => onOpen(cells[index].cell), (index, key) => neighbour(cells, index, key));
  const pointed = marks.at === null ? null : cells[marks.at];
  return (
    <>
      {map.attributes.map((it, c) => <text key={it} x={left + cellWidth * (c + 0.5)} y={16} textAnchor="middle" fontSize={11.5} fontWeight={it === attribute ? 700 : 400} fill="currentColor">{fitted(covariateLabel(it), cellWidth)}</text>)}
      {map.covariates.map((it, r) => <text key={it} x={4} y={top + CELL_HEIGHT * (r + 0.5)} dy="0.32em" fontSize={11.5} fill="currentColor">{fitted(covariateLabel(it), left - 6)}{adjusted.includes(it) ? ' ✓' : ''}</text>)}
      {cells.map(({ cell, x, y, share, isOpen }, at) => (
        <g key={`${cell.attribute} ${cell.covariate}`} {...marks.propsOf(at)} data-mark={at} role="button" aria-label={`${confounderWords(cell, map.least)}${isOpen ? ', not adjusted for' : ''}`} style={{ cursor: 'pointer', outlineOffset: -1 }} transform={`translate(${x},${y})`}>
          <rect width={cellWidth - 2} height={CELL_HEIGHT - 2} rx={2} fill={share === null ? 'currentColor' : sequentialColour(share)} fillOpacity={share === null ? 0.08 : 1} />
          {isOpen && <rect x={2} y={2} width={Math.max(0, cellWidth - 6)} height={CELL_HEIGHT - 6} rx={2} fill="none" stroke="#E69F00" strokeWidth={2.5} />}
          <text x={cellWidth / 2 - 1} y={CELL_HEIGHT / 2 - 1} dy="0.32em" textAnchor="middle" fontSize={11.5} fontWeight={isOpen ? 700 : 400} fill={share === null ? 'currentColor' : inkOn(share)}>{differenceText(cell, 2)}</text>
        </g>
      ))}
      {cells.length === 0 && <text x={8} y={20} fontSize={12} fill="currentColor">No attribute has two groups to compare.</text>}
      {pointed && <Tip x={pointed.x} y={pointed.y} width={width} lines={[confounderWords(pointed.cell, map.least), ...(pointed.isOpen ? ['not adjusted for'] : [])]} />}
    </>
  );
}
