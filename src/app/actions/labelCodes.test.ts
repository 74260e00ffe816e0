import { expect, test } from 'vitest';
import { referenceStructures, toCodes } from '#app/actions/labelCodes.ts';

test('values that fit a byte are their own codes and cost no copy', () => {
  const structures = referenceStructures([{ value: 5, name: 'liver' }, { value: 52, name: 'aorta' }]);
  const data = Uint8Array.from([0, 5, 52]);
  expect(toCodes(data, structures)).toBe(data);
});

test('values beyond a byte become codes in order', () => {
  const structures = referenceStructures([{ value: 17, name: 'hippocampus' }, { value: 2035, name: 'insula' }]);
  expect([...toCodes(Uint16Array.from([2035, 0, 17, 99]), structures)]).toEqual([2, 0, 1, 0]);
});
