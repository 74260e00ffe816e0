import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { makeFakeFolder } from '#storage/fakeFolder.ts';
import { makeMaskFiles } from '#storage/maskFiles.ts';

/** Two ids that are one in their first 180 encoded characters. */
const [FIRST, SECOND] = ['первое', 'второе'].map((end) => `${'сердце'.repeat(8)} ${end}`);
const bytesOf = async (file: File | null) => file && [...new Uint8Array(await file.arrayBuffer())];

let root: FileSystemDirectoryHandle;
beforeEach(() => {
  root = makeFakeFolder();
  vi.stubGlobal('navigator', { storage: { getDirectory: () => Promise.resolve(root) } });
});
afterEach(() => { vi.unstubAllGlobals(); });

test('long ids that begin alike have a mask each, and are listed whole', async () => {
  const masks = makeMaskFiles();
  for (const [n, id] of [FIRST, SECOND, 'a/b.1'].entries()) await masks.put('r', id, Uint8Array.of(n));
  expect(await masks.cases('r')).toEqual([FIRST, SECOND, 'a/b.1'].sort());
  expect(await Promise.all([FIRST, SECOND, 'a/b.1'].map(async (id) => bytesOf(await masks.get('r', id))))).toEqual([[0], [1], [2]]);
  expect(await masks.get('r', `${FIRST} another`)).toBeNull();
});

test('a mask under a name that was cut before is found, and its listing does not fail amid an escape', async () => {
  const folder = await (await root.getDirectoryHandle('masks', { create: true })).getDirectoryHandle('r', { create: true });
  const id = `x${FIRST}`;
  const writable = await (await folder.getFileHandle(`${encodeURIComponent(id).slice(0, 180)}.nii.gz`, { create: true })).createWritable();
  await writable.write(Uint8Array.of(7));
  await writable.close();
  const masks = makeMaskFiles();
  expect(await bytesOf(await masks.get('r', id))).toEqual([7]);
  expect(await masks.cases('r')).toEqual([id.slice(0, 30)]);
});
