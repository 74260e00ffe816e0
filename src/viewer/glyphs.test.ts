import { expect, test } from 'vitest';
import type { SliceFrame } from '#viewer/frames.ts';
import { glyphAt } from '#viewer/glyphs.ts';
import type { PromptGlyph } from '#viewer/types.ts';

const frame: SliceFrame = { plane: 'axial', index: 4, width: 50, height: 50, rect: { left: 0, top: 0, width: 500, height: 500 }, x0: 5, y0: 5, dx: 10, dy: 10 };
const place = { plane: 'axial', index: 4, polarity: 'positive' } as const;
const box: PromptGlyph = { ...place, id: 'box', kind: 'box', box: { uMin: 10, vMin: 10, uMax: 19, vMax: 29 } };
const point: PromptGlyph = { ...place, id: 'point', kind: 'point', at: { u: 10, v: 15 } };

test('corners are handles, edges move the box, its inside is free for clicks', () => {
  expect(glyphAt([box], frame, { x: 202, y: 299 }, 8)).toEqual({ promptId: 'box', part: 'uMax-vMax' });
  expect(glyphAt([box], frame, { x: 103, y: 200 }, 8)).toEqual({ promptId: 'box', part: 'body' });
  expect(glyphAt([box], frame, { x: 150, y: 200 }, 8)).toBeUndefined();
});

test('the glyph drawn last wins, and one on another slice is not there', () => {
  expect(glyphAt([box, point], frame, { x: 103, y: 155 }, 8)).toEqual({ promptId: 'point', part: 'body' });
  expect(glyphAt([{ ...point, index: 5 }], frame, { x: 105, y: 155 }, 8)).toBeUndefined();
});
