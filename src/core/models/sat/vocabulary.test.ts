import { expect, test } from 'vitest';
import { attemptNow } from '#core/faults.ts';
import { searchVocabulary } from '#core/models/sat/searchVocabulary.ts';
import { entryOf, isSameStructure, mergedModality, parseVocabulary, queryVectors } from '#core/models/sat/vocabulary.ts';

const NAMES = [['liver', ['hepar']], ['spleen', ['lien']], ['left kidney', []], ['right kidney', ['kidney right']], ['right kidney cyst', []], ['aorta', ['abdominal aorta']], ['left lung', []]] as const;
const entries = [...NAMES.map(([name, synonyms], row) => ({ name, modality: 'ct', row, synonyms: [...synonyms] })), { name: 'liver', modality: 'mri', row: 7, synonyms: [] }];
const vectors = new Uint8Array(Float32Array.from({ length: 16 }, (_, at) => at).buffer);
const vocabulary = parseVocabulary({ dimension: 2, type: 'float32', entries }, vectors, 'test');
const found = (typed: string, modality = 'ct') => searchVocabulary(vocabulary.entries, modality, typed, 5).map(({ entry, by }) => (by ? `${entry.name} by ${by}` : entry.name));

test('what is typed finds its structure: parts of words in any order, synonyms, a slip', () => {
  expect(found('right kid')[0]).toBe('right kidney');
  expect(found('kid ri')[0]).toMatch(/^right kidney/);
  expect(found('hepar')).toEqual(['liver by hepar']);
  expect(found('splen')).toEqual(['spleen']);
  expect(found('arota')).toEqual(['aorta']);
  expect(found('kidney')).toHaveLength(3);
  expect(found('gallbladder')).toEqual([]);
});

test('only the modality of the image is searched; nothing typed lists all', () => {
  expect(found('spleen', 'mri')).toEqual([]);
  expect(found('', 'mri')).toEqual(['liver']);
});

test('names of sequences are one modality', () => {
  expect(['T1w', 't2', 'MR', 'MRI', 'FLAIR', 'dwi', 'CT', 'PET', 'us'].map(mergedModality)).toEqual(['mri', 'mri', 'mri', 'mri', 'mri', 'mri', 'ct', 'pet', 'us']);
});

test('an entry by its name or synonym; a structure that is not there is a named fault', () => {
  expect(entryOf(vocabulary, 'Kidney right', 'ct').row).toBe(3);
  expect([...queryVectors(vocabulary, [entryOf(vocabulary, 'liver', 'mri'), entryOf(vocabulary, 'spleen', 'ct')])]).toEqual([14, 15, 2, 3]);
  expect(attemptNow(() => entryOf(vocabulary, 'spleen', 'mri'))).toMatchObject({ state: 'failed', fault: { code: 'class-not-in-vocabulary', came: 'spleen', expected: 'one of liver' } });
});

test('half-precision vectors are read as the numbers they are', () => {
  const halves = new Uint8Array(Uint16Array.of(0x3c00, 0xc000, 0x3555, 0x0001).buffer);
  const read = parseVocabulary({ dimension: 2, type: 'float16', entries: [{ name: 'a', modality: 'ct', row: 1 }] }, halves, 'test');
  expect([...read.vectors]).toEqual([1, -2, Math.fround(1365 / 4096), 2 ** -24]);
});

test.each([
  ['too few bytes', { dimension: 3, type: 'float32', entries }, /vocabulary-unreadable/],
  ['a row that is not there', { dimension: 2, type: 'float32', entries: [{ name: 'a', modality: 'ct', row: 8 }] }, /row 8 of a/],
  ['no list', { dimension: 2, type: 'float32' }, /vocabulary-unreadable/],
])('%s is refused by name', (_, json, message) => {
  expect(() => parseVocabulary(json, vectors, 'test')).toThrow(message);
});

test('kidney_left is the left kidney', () => {
  expect(isSameStructure('kidney_left', 'left kidney')).toBe(true);
  expect(isSameStructure('kidney_left', 'right kidney')).toBe(false);
});
