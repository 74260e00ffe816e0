import { interpolateCividis, interpolateRgbBasis } from 'd3';

/** Okabe and Ito's colours, which people with any colour vision tell apart; black and yellow are left out, for they vanish in one theme each. */
const COLOURS = ['#56B4E9', '#E69F00', '#009E73', '#CC79A7', '#D55E00', '#0072B2', '#8f7ae5', '#999999'] as const;
const SHAPES = ['circle', 'square', 'triangle', 'diamond', 'cross', 'star'] as const;
const DASHES = ['', '6 3', '2 3', '8 3 2 3'] as const;

export type MarkShape = (typeof SHAPES)[number];

/** How a group looks, in colour and in a second channel for those who do not see it. */
export interface GroupLook { readonly colour: string; readonly shape: MarkShape; readonly dash: string }

/** The look of the group at a place of its attribute's groups: the same on every page. Unknown is always grey. */
export function groupLook(place: number, label = ''): GroupLook {
  if (label === 'unknown') return { colour: '#999999', shape: 'cross', dash: '1 3' };
  return { colour: COLOURS[place % (COLOURS.length - 1)], shape: SHAPES[place % SHAPES.length], dash: DASHES[place % DASHES.length] };
}

/** Rates and scores, 0 to 1: cividis, dark to light. */
export const sequentialColour = interpolateCividis;

/** Signed values, −1 to 1: blue below, white at zero, orange above. */
export function divergingColour(value: number): string {
  return DIVERGING((Math.max(-1, Math.min(1, value)) + 1) / 2);
}

const DIVERGING = interpolateRgbBasis(['#08519c', '#4292c6', '#c6dbef', '#ffffff', '#fdd0a2', '#f16913', '#a63603']);

/** SVG path of a mark of about `size` pixels across, centred on the origin. */
export function shapePath(shape: MarkShape, size: number): string {
  const r = size / 2;
  switch (shape) {
    case 'circle': return `M${-r},0a${r},${r} 0 1,0 ${size},0a${r},${r} 0 1,0 ${-size},0`;
    case 'square': return `M${-r * 0.88},${-r * 0.88}h${size * 0.88}v${size * 0.88}h${-size * 0.88}z`;
    case 'triangle': return `M0,${-r}L${r},${r * 0.8}L${-r},${r * 0.8}z`;
    case 'diamond': return `M0,${-r * 1.2}L${r},0L0,${r * 1.2}L${-r},0z`;
    case 'cross': return `M${-r},${-r * 0.3}h${r * 0.7}v${-r * 0.7}h${r * 0.6}v${r * 0.7}h${r * 0.7}v${r * 0.6}h${-r * 0.7}v${r * 0.7}h${-r * 0.6}v${-r * 0.7}h${-r * 0.7}z`;
    case 'star': return `M0,${-r * 1.2}L${r * 0.35},${-r * 0.35}L${r * 1.2},0L${r * 0.35},${r * 0.35}L0,${r * 1.2}L${-r * 0.35},${r * 0.35}L${-r * 1.2},0L${-r * 0.35},${-r * 0.35}z`;
  }
}

/** Fill and ink of one of some levels that stand side by side: steps of cividis, light enough apart to be told in grey. */
export function levelColour(level: number, levels: number): { readonly fill: string; readonly ink: string } {
  const share = levels <= 1 ? 0.3 : 0.15 + (0.8 * level) / (levels - 1);
  return { fill: sequentialColour(share), ink: inkOn(share) };
}

/** The ink that is read on a sequential colour. */
export function inkOn(share: number): string {
  return share > 0.52 ? '#15171b' : '#ffffff';
}
