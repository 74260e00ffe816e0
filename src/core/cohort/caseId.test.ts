import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { caseStem, looseStem, matchIds, withoutChannel } from '#core/cohort/caseId.ts';
import { zipFiles } from '#core/cohort/fileEntry.ts';

test('stems: path, endings, channel, leading zeros and prefixes', () => {
  expect(['imagesTr/amos_0001_0000.nii.gz', 'C:\\data\\Case_7.NII', 'sub-01'].map((it) => withoutChannel(caseStem(it)))).toEqual(['amos_0001', 'case_7', 'sub-01']);
  expect(['amos_0001', 'BraTS2021_0003', 'liver_12_0000'].map((it) => withoutChannel(caseStem(it)))).toEqual(['amos_0001', 'brats2021_0003', 'liver_12']);
  expect(['amos_0001', '1', '0001', 'amos_0001.nii.gz', 's0001', '1.0', 'case_00001_imaging'].map(looseStem)).toEqual(Array(7).fill('1'));
  expect(['sub-ctrl07', 'ctrl7', 'case_00000', '0'].map(looseStem)).toEqual(['ctrl7', 'ctrl7', '0', '0']);
});

test('ids as tables have them meet ids as files have them', () => {
  const { matches, unmatchedTableIds, unmatchedCaseIds, faults } = matchIds(['case_00000', '1', '77'], ['case_00000', 'amos_0001', 'amos_0002']);
  expect(matches).toEqual([{ tableId: 'case_00000', caseId: 'case_00000', certainty: 'exact' }, { tableId: '1', caseId: 'amos_0001', certainty: 'normalised' }]);
  expect([unmatchedTableIds, unmatchedCaseIds, faults]).toEqual([['77'], ['amos_0002'], []]);
});

test('what fits several ways is doubtful, and so is what agrees in its number only', () => {
  const { matches, faults } = matchIds(['1', 'patient-x-9'], ['s0001', 'amos_0001', 'scan_b_009']);
  expect(matches).toEqual([{ tableId: '1', caseId: 's0001', certainty: 'doubtful' }, { tableId: '1', caseId: 'amos_0001', certainty: 'doubtful' }, { tableId: 'patient-x-9', caseId: 'scan_b_009', certainty: 'doubtful' }]);
  expect(faults.map((it) => it.code)).toEqual(Array(3).fill('id-doubtful'));
});

test('one number under two prefixes is doubtful; a prefix of one side, and words for scan and mask, leave no doubt', () => {
  const certainties = (tableId: string, caseId: string) => matchIds([tableId], [caseId]).matches.map((it) => it.certainty);
  expect([certainties('spleen_1', 'liver_1'), certainties('liver_001', 'liver_1'), certainties('1', 'liver_1'), certainties('label_1', 'img_1')]).toEqual([['doubtful'], ['normalised'], ['normalised'], ['normalised']]);
});

test('an exact match leaves nothing to doubt: 1 and 01 are two subjects where both are there', () => {
  expect(matchIds(['1', '01'], ['01', '1']).matches.map((it) => [it.tableId, it.caseId, it.certainty])).toEqual([['1', '1', 'exact'], ['01', '01', 'exact']]);
});

const codeOf = (bytes: Uint8Array): string => { const it = zipFiles(bytes, 'a.zip'); return it.state === 'failed' ? it.fault.code : 'done'; };
function listed(bytes: Uint8Array) {
  const it = zipFiles(bytes, 'a.zip');
  if (it.state === 'failed') throw new Error(it.fault.code);
  return it.value;
}

test('a zip lists its files unread; junk and paths that lead out are left out and named', async () => {
  const { files, faults } = listed(zipSync({ 'd/a.txt': strToU8('x'.repeat(5000)), 'd/._a.txt': strToU8('j'), '__MACOSX/d/b': strToU8('j'), '../../etc/passwd': strToU8('p'), 'C:\\x.txt': strToU8('p'), 'd/': new Uint8Array(0), 'stored.bin': [Uint8Array.of(1, 2), { level: 0 }] }));
  expect(files.map((it) => [it.path, it.sizeBytes])).toEqual([['d/a.txt', 5000], ['stored.bin', 2]]);
  expect(faults.map((it) => it.code)).toEqual(['zip-path-refused', 'zip-path-refused', 'files-junk']);
  expect(new TextDecoder().decode(await files[0].read())).toBe('x'.repeat(5000));
  expect(await files[1].read()).toEqual(Uint8Array.of(1, 2));
});

test('bombs: entries that claim what deflate cannot do, archives that unpack to far more, entries that overlap', async () => {
  const bytes = zipSync({ a: new Uint8Array(100_000) });
  const central = bytes.findIndex((_, at) => bytes[at] === 0x50 && bytes[at + 1] === 0x4b && bytes[at + 2] === 1 && bytes[at + 3] === 2);
  const claiming = (size: number) => { const copy = bytes.slice(); new DataView(copy.buffer).setUint32(central + 24, size, true); return copy; };
  await expect(listed(claiming(2 ** 30)).files[0].read()).rejects.toThrow('zip-bomb');
  await expect(listed(claiming(99_999)).files[0].read()).rejects.toThrow('zip-unreadable');
  const many = zipSync({ a: [Uint8Array.of(1), { level: 0 }], b: [Uint8Array.of(2), { level: 0 }], c: [Uint8Array.of(3), { level: 0 }] });
  const view = new DataView(many.buffer);
  const directory = view.getUint32(many.length - 6, true);
  const overlapping = many.slice();
  new DataView(overlapping.buffer).setUint32(directory + 47 + 42, 0, true);
  expect(codeOf(overlapping)).toBe('zip-bomb');
  const huge = many.slice();
  for (let n = 0; n < 3; n++) new DataView(huge.buffer).setUint32(directory + n * 47 + 24, 0xfffffff0, true);
  expect(codeOf(huge)).toBe('zip-bomb');
});

test('a damaged zip is named', async () => {
  const bytes = zipSync({ a: strToU8('hello hello hello') });
  expect([new Uint8Array(0), bytes.subarray(0, 30), Uint8Array.of(0x50, 0x4b, 5, 6)].map(codeOf)).toEqual(Array(3).fill('zip-unreadable'));
  const flipped = bytes.slice();
  flipped[36] ^= 0xff;
  await expect(listed(flipped).files[0].read()).rejects.toThrow('zip-unreadable');
});
