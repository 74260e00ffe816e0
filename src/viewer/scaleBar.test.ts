import { expect, test } from 'vitest';
import { lengthCaption, scaleBar } from '#viewer/scaleBar.ts';

test('the longest round length that fits', () => {
  expect(scaleBar(2, 130)).toEqual({ lengthMm: 50, lengthPx: 100 });
  expect(scaleBar(40, 130)).toEqual({ lengthMm: 2, lengthPx: 80 });
  expect(lengthCaption(50)).toBe('5 cm');
  expect(lengthCaption(2)).toBe('2 mm');
});
