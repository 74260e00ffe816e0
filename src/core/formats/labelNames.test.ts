import { expect, test } from 'vitest';
import { parseLabelNames } from '#core/formats/labelNames.ts';

const parse = (text: string) => parseLabelNames(new TextEncoder().encode(text), 'names');
const code = (text: string) => {
  const result = parse(text);
  return result.state === 'failed' ? result.fault.code : 'done';
};
const LIVER = [{ value: 1, name: 'liver' }, { value: 2, name: 'spleen' }];

test('nnU-Net, both directions', () => {
  expect(parse('{"labels": {"background": 0, "spleen": 2, "liver": 1}, "file_ending": ".nii.gz"}')).toEqual({ state: 'done', value: { format: 'nnunet-dataset', labels: LIVER, regions: [] } });
  expect(parse('{"labels": {"0": "background", "1": "liver", "2": "spleen"}}')).toEqual({ state: 'done', value: { format: 'nnunet-dataset', labels: LIVER, regions: [] } });
});

test('nnU-Net regions: unions stay regions, a region of one value names it', () => {
  expect(parse('{"labels": {"background": 0, "whole": [1, 2, 3], "core": [2, 3], "enhancing": [3]}}')).toEqual({
    state: 'done', value: { format: 'nnunet-dataset', labels: [{ value: 3, name: 'enhancing' }], regions: [{ name: 'whole', values: [1, 2, 3] }, { name: 'core', values: [2, 3] }] },
  });
});

test('names and numbers, both directions', () => {
  expect(parse('{"liver": 1, "spleen": 2}')).toMatchObject({ value: { format: 'name-to-number', labels: LIVER } });
  expect(parse('\ufeff{"2": "spleen", "1": "liver"}')).toMatchObject({ value: { format: 'number-to-name', labels: LIVER } });
});

test('ITK-SNAP', () => {
  const text = '################\n# ITK-SnAP Label Description File\n    0     0    0    0        0  0  0    "Clear Label"\n    1   255    0    0        1  1  1    "liver"\r\n    2     0  255    0      0.5  1  1    "spleen"\n';
  expect(parse(text)).toEqual({ state: 'done', value: { format: 'itk-snap', labels: LIVER, regions: [] } });
});

test.each([
  ['nothing', '', 'labels-unreadable'], ['prose', 'liver is one', 'labels-unreadable'], ['broken JSON', '{"liver": 1', 'labels-unreadable'],
  ['a list', '[1]', 'labels-unreadable'], ['an empty object', '{}', 'labels-unreadable'], ['half a label', '{"liver": 1.5}', 'labels-value'],
  ['a negative label', '{"-1": "liver"}', 'labels-value'], ['no name', '{"labels": {"1": "  "}}', 'labels-value'], ['another shape', '{"labels": {"liver": {"id": 1}}}', 'labels-value'],
  ['one value for two', '{"a": 1, "b": 1}', 'labels-repeated'], ['one name for two', '{"1": "a", "2": "a"}', 'labels-repeated'],
  ['depth', `{"labels": ${'['.repeat(200_000)}`, 'labels-unreadable'],
])('refused: %s', (_name, text, expected) => {
  expect(code(text)).toBe(expected);
});

test('bytes that are no text', () => {
  expect(parseLabelNames(Uint8Array.of(0xff, 0xfe, 0x00), 'n')).toMatchObject({ state: 'failed', fault: { code: 'labels-unreadable' } });
});
