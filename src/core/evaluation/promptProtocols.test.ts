import { describe, expect, it } from 'vitest';
import { area, askByProtocols, boxMask, correctiveClick, deepestPoint, ellipseMask, largestPart, tightBox } from '#core/evaluation/promptProtocols.ts';
import type { SlicePrompts } from '#core/models/promptable.ts';
import type { SliceMask } from '#core/volume/slice.ts';

/** A mask drawn with # in rows of text. */
function sketch(...rows: string[]): SliceMask {
  return { plane: 'axial', index: 0, width: rows[0].length, height: rows.length, spacingMm: { u: 1, v: 1 }, data: Uint8Array.from(rows.join(''), (c) => (c === '#' ? 1 : 0)) };
}

describe('prompt protocols', () => {
  const target = sketch(
    '#.......',
    '..#####.',
    '..#####.',
    '..#####.',
    '........');
  const main = largestPart(target);

  it('take the largest part, its box with a margin within the slice, its deepest pixel', () => {
    expect(area(main)).toBe(15);
    expect(tightBox(main, 1)).toEqual({ uMin: 1, vMin: 0, uMax: 7, vMax: 4 });
    expect(tightBox(sketch('..', '..'), 1)).toBeNull();
    expect(deepestPoint(main)).toEqual({ u: 3, v: 2 });
  });

  it('count what is beyond the slice as outside', () => {
    expect(deepestPoint(sketch('###', '###', '###'))).toEqual({ u: 1, v: 1 });
  });

  it('correct the largest error, positive where something is missed', () => {
    const answer = sketch('........', '..##....', '..##....', '..##....', '#.......');
    expect(correctiveClick(answer, main)).toEqual({ at: { u: 5, v: 2 }, polarity: 'positive' });
    expect(correctiveClick(boxMask(main, { uMin: 2, vMin: 1, uMax: 7, vMax: 4 }), main)?.polarity).toBe('negative');
    expect(correctiveClick(main, main)).toBeNull();
  });

  it('inscribe the ellipse by pixel centres', () => {
    expect([...ellipseMask(sketch('....', '....', '....', '....'), { uMin: 0, vMin: 0, uMax: 3, vMax: 3 }).data].join('')).toBe('0110111111110110');
  });

  it('hand the memory of each answer to the next question and stop when nothing is wrong', async () => {
    const asked: { prompts: SlicePrompts; previous?: number | undefined }[] = [];
    const answers = [sketch('........', '..#.....', '........', '........', '........'), sketch('........', '..#.....', '........', '........', '........'), main];
    const masks = await askByProtocols<number>(main, async (prompts, previous) => {
      asked.push({ prompts, previous });
      return { mask: answers[asked.length - 1], memory: asked.length };
    });
    expect(asked.map((it) => it.previous)).toEqual([undefined, undefined, 2]);
    expect(asked[2].prompts.points).toHaveLength(2);
    expect(area(masks.point)).toBe(1);
    expect(area(masks.corrective3)).toBe(15);
  });
});
