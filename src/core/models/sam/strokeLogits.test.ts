import { expect, test } from 'vitest';
import { strokeLogits } from '#core/models/sam/strokeLogits.ts';

/** A slice of 8 × 8 in a frame of 16, answered in 8 × 8: a pixel of the answer is a pixel of the slice. */
const same = { lowResolution: 8, frame: 16, scale: { width: 2, height: 2 } };
const row = (v: number, polarity: 'positive' | 'negative', radiusPx = 0) => ({ path: [{ u: 1, v }, { u: 4, v }], radiusPx, polarity });
const lit = (logits: Float32Array | null, n: number) => [...logits ?? []].flatMap((value, at) => (value === 0 ? [] : [`${at % n},${Math.floor(at / n)}:${value}`]));

test('a stroke covers the pixels that it runs through, and only those', () => {
  expect(lit(strokeLogits({ scribbles: [row(2, 'positive')] }, same), 8)).toEqual(['1,2:4', '2,2:4', '3,2:4', '4,2:4']);
});

test('its width counts in slice pixels, round at the ends', () => {
  const covered = lit(strokeLogits({ scribbles: [row(2, 'positive', 1)] }, same), 8);
  expect(covered).toHaveLength(6 + 2 * 4);
  expect(covered).toContain('0,2:4');
  expect(covered).not.toContain('0,1:4');
});

test('half a pixel: in an answer half as fine, slice pixels 2 and 3 are pixel 1', () => {
  const coarse = { lowResolution: 4, frame: 16, scale: { width: 2, height: 2 } };
  const dot = (u: number) => lit(strokeLogits({ scribbles: [{ path: [{ u, v: 0.5 }], radiusPx: 0, polarity: 'positive' }] }, coarse), 4);
  expect([dot(2), dot(3), dot(3.6)]).toEqual([['1,0:4'], ['1,0:4'], ['2,0:4']]);
});

test('later strokes lie over earlier ones and over the answer before, which is left as it was elsewhere', () => {
  const before = new Float32Array(64).fill(-7);
  const logits = strokeLogits({ scribbles: [row(2, 'positive'), { ...row(2, 'negative'), path: [{ u: 4, v: 2 }] }] }, same, before);
  expect([logits?.[8 * 2 + 3], logits?.[8 * 2 + 4], logits?.[0], before[8 * 2 + 3]]).toEqual([4, -4, -7, -7]);
});

test('a stretched slice is covered as it looks on the slice; beyond the frame nothing is drawn', () => {
  // 16 × 8 pixels stretched to 16 × 16: a pixel of the answer is two slice pixels wide and one high.
  const stretched = { lowResolution: 8, frame: 16, scale: { width: 1, height: 2 } };
  expect(lit(strokeLogits({ scribbles: [{ path: [{ u: -9, v: 3 }, { u: 3, v: 3 }], radiusPx: 0, polarity: 'positive' }] }, stretched), 8)).toEqual(expect.arrayContaining(['0,3:4', '1,3:4']));
});

test('no scribble, no answer before', () => {
  expect(strokeLogits({ scribbles: [] }, same)).toBeNull();
});
