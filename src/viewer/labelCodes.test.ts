import { expect, test } from 'vitest';
import { codeColors, codingOf, writeCodes } from '#viewer/labelCodes.ts';
import { ERROR_COLORS } from '#viewer/palette.ts';
import type { LabelOverlay, Overlays } from '#viewer/types.ts';

const overlay = (values: number[], more: Partial<LabelOverlay> = {}): LabelOverlay =>
  ({ data: Uint8Array.from(values), opacity: 0.5, visibility: 'shown', ...more });
const whole = { from: [0, 0, 0], size: [4, 1, 1] } as const;
const codes = (overlays: Overlays) => {
  const out = new Uint8Array(4);
  writeCodes(out, [4, 1, 1], whole, codingOf(overlays), overlays);
  return [...out];
};

test('one organ: absent, missed, too much, agreed are codes 0, 1, 2, 3 whichever view is on', () => {
  const overlays = { reference: overlay([0, 5, 2, 5], { label: 5 }), prediction: overlay([0, 0, 1, 1]) };
  expect(codingOf(overlays)).toBe('single');
  expect(codes(overlays)).toEqual([0, 1, 2, 3]);
});

test('several organs: the prediction covers the reference, and hiding it uncovers', () => {
  const reference = overlay([1, 2, 0, 3]);
  expect(codes({ reference, prediction: overlay([1, 3, 2, 0]) })).toEqual([1, 3, 2, 3]);
  expect(codes({ reference, prediction: overlay([1, 3, 2, 0], { visibility: 'hidden' }) })).toEqual([1, 2, 0, 3]);
});

test('several organs compared: another organ in the place of the right one is too much', () => {
  const overlays: Overlays = { reference: overlay([1, 2, 0, 3]), prediction: overlay([1, 3, 2, 0]), error: { opacity: 1, visibility: 'shown' } };
  expect(codes(overlays)).toEqual([3, 2, 2, 1]);
});

test('only the box is written', () => {
  const out = new Uint8Array(4);
  writeCodes(out, [4, 1, 1], { from: [1, 0, 0], size: [2, 1, 1] }, 'single', { reference: overlay([1, 1, 1, 1]) });
  expect([...out]).toEqual([0, 1, 1, 0]);
});

test('the slices that changed are told, and none when nothing did', () => {
  const out = new Uint8Array(4);
  const box = { from: [0, 0, 0], size: [1, 1, 4] } as const;
  const overlays = { reference: overlay([0, 1, 1, 0]) };
  expect(writeCodes(out, [1, 1, 4], box, 'single', overlays)).toEqual({ from: 1, to: 2 });
  expect(writeCodes(out, [1, 1, 4], box, 'single', overlays)).toBeUndefined();
});

test('the error view paints agreement, excess and omission in its three colours', () => {
  const table = codeColors('single', { reference: overlay([1]), prediction: overlay([1]), error: { opacity: 1, visibility: 'shown' } });
  const at = (code: number) => Array.from(table.slice(code * 4, code * 4 + 4));
  const color = (name: keyof typeof ERROR_COLORS) => [ERROR_COLORS[name].r, ERROR_COLORS[name].g, ERROR_COLORS[name].b, 255];
  expect([at(0), at(1), at(2), at(3)]).toEqual([[0, 0, 0, 0], color('falseNegative'), color('falsePositive'), color('truePositive')]);
});

test('a hidden overlay is transparent, and where both lie the shown one keeps its colour', () => {
  const table = codeColors('single', { reference: overlay([1], { visibility: 'hidden' }), prediction: overlay([1]) });
  expect(table[1 * 4 + 3]).toBe(0);
  expect(table.slice(12, 16)).toEqual(table.slice(8, 12));
});

test('values: the given codes in the given colours, in place of both masks', () => {
  const colors = Uint8Array.from({ length: 768 }, (_, at) => at % 256);
  const overlays: Overlays = { reference: overlay([1, 1, 0, 0], { label: 1 }), prediction: overlay([0, 1, 1, 0]), values: { data: Uint8Array.of(0, 128, 7, 255), colors, opacity: 0.5, visibility: 'shown' } };
  expect(codingOf(overlays)).toBe('values');
  expect(codes(overlays)).toEqual([0, 128, 7, 255]);
  const table = codeColors('values', overlays);
  expect(Array.from(table.subarray(0, 4))).toEqual([0, 0, 0, 0]);
  expect(Array.from(table.subarray(28, 32))).toEqual([21, 22, 23, 128]);
  expect(codingOf({ ...overlays, values: { data: new Uint8Array(4), colors, opacity: 1, visibility: 'hidden' } })).toBe('single');
});
