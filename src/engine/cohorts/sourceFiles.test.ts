import { afterEach, expect, test, vi } from 'vitest';
import type { Cohort } from '#core/cohort/subject.ts';
import { copyFiles } from '#engine/cohorts/copyFiles.ts';
import { openSource } from '#engine/cohorts/sourceFiles.ts';
import { makeFakeFolder } from '#storage/fakeFolder.ts';

afterEach(() => { vi.unstubAllGlobals(); });

test('copies of files whose long paths end alike are read back each, also one under a name of before', async () => {
  const root = makeFakeFolder();
  vi.stubGlobal('navigator', { storage: { getDirectory: () => Promise.resolve(root), estimate: () => Promise.resolve({ usage: 0, quota: 1e9 }), persisted: () => Promise.resolve(false) } });
  const end = `${'скан'.repeat(12)}/данные.nii`;
  const [image, mask, old] = ['images', 'masks', 'old'].map((it) => `${it}/${end}`);
  const cohort: Cohort = { name: 'k', subjects: [], cases: [{ id: 'c', subjectId: 's', modality: 'CT', images: [{ path: image }], references: [{ organ: 'liver', file: { path: mask } }] }] };
  const files = [image, mask].map((path, n) => ({ path, sizeBytes: 1, read: () => Promise.resolve(Uint8Array.of(n)) }));
  await copyFiles({ name: '', files, faults: [] }, 'k', cohort, { signal: new AbortController().signal, progress: () => undefined, transfer: () => undefined });
  const folder = await (await root.getDirectoryHandle('cohorts')).getDirectoryHandle('k');
  const writable = await (await folder.getFileHandle(encodeURIComponent(old).replaceAll('.', '%2E').slice(-200), { create: true })).createWritable();
  await writable.write(Uint8Array.of(2));
  await writable.close();
  const source = await openSource({ kind: 'copy', cohortId: 'k' });
  expect(await Promise.all([image, mask, old].map(async (path) => [...new Uint8Array(await (await source.file(path)).arrayBuffer())]))).toEqual([[0], [1], [2]]);
  await expect(source.file('none.nii')).rejects.toMatchObject({ fault: { code: 'case-file-gone' } });
});
