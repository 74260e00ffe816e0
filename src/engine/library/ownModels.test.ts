import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { givenModel } from '#engine/library/givenModel.ts';

const tools = { signal: new AbortController().signal, progress: () => undefined };

/** A folder's files, those of its folders among them, by their last name, as a picker gives them. */
function filesIn(folder: string): File[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [new File([new Uint8Array(readFileSync(path))], name)];
  });
}

const folders = ['public/models', 'tools/verify/models'].flatMap((room) => readdirSync(room).map((name) => join(room, name)))
  .filter((folder) => statSync(folder).isDirectory() && readdirSync(folder).includes('manifest.json') && readdirSync(folder).some((it) => it.endsWith('.onnx')));

test('there are models to try', () => {
  expect(folders.length).toBeGreaterThan(5);
});

test.each(folders)('%s is taken into a library as it lies', async (folder) => {
  const { manifest, manifestFile, largestTensorBytes } = await givenModel(filesIn(folder), undefined, tools);
  expect(manifestFile?.name).toBe('manifest.json');
  expect(Object.keys(manifest.graphs).length).toBeGreaterThan(0);
  expect(largestTensorBytes ?? 1).toBeGreaterThan(0);
});
