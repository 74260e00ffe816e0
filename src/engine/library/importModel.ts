import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { baseName } from '#core/num/baseName.ts';
import { FaultError } from '#core/faults.ts';
import type { ModelManifest } from '#core/models/manifest.ts';
import { filesOf } from '#core/models/manifest.ts';
import { givenModel } from '#engine/library/givenModel.ts';
import type { ImportProgress } from '#engine/protocol/libraryCalls.ts';
import type { Desk } from '#engine/protocol/serve.ts';
import { requireRoom } from '#storage/fileRoom.ts';
import type { LibraryEntry, ModelLibrary } from '#storage/modelLibrary.ts';
import { folderOf, MANIFEST } from '#storage/modelLibrary.ts';

type Tools = Pick<Desk<ImportProgress>, 'signal' | 'progress'>;

/** Extra files of a model's folder that are kept with it: plans, vocabularies, recorded answers. */
const KEPT_BESIDE = /[.](json|bin|f32)$/i;

/**
 * Copies a model's files into the library, each proven to be the one that the manifest names. A fault or a cancellation
 * leaves nothing of a model that was not there before.
 */
export async function importModel(library: ModelLibrary, given: readonly File[], { signal, progress }: Tools): Promise<LibraryEntry> {
  const { manifest, manifestFile, largestTensorBytes } = await givenModel(given, undefined, { signal, progress });
  const named = filesOf(manifest);
  const beside = given.filter((it) => it !== manifestFile && KEPT_BESIDE.test(it.name) && !named.some(({ file }) => baseName(file) === it.name));
  const wanted = [...named.map((it) => ({ ...it, from: fileNamed(given, it.file) })), ...beside.map((from) => ({ file: from.name, bytes: from.size, sha256: null, from }))];
  const totalBytes = wanted.reduce((sum, { from }) => sum + from.size, 0);
  await requireRoom(totalBytes);
  const isNew = !(await library.list()).some(({ id }) => id === manifest.id);
  const files: LibraryEntry['files'] = [];
  let before = 0;
  try {
    for (const { file, bytes, sha256: promised, from } of wanted) {
      if (from.size !== bytes) throw new FaultError('model-changed', { where: file, expected: `${bytes} bytes`, came: `${from.size} bytes` });
      const hash = sha256.create();
      await library.write(manifest.id, baseName(file), told(from, signal, (part, doneBytes) => {
        hash.update(part);
        progress({ stage: 'store', doneBytes: before + doneBytes, totalBytes });
      }));
      const digest = bytesToHex(hash.digest());
      if (promised !== null && digest !== promised) throw new FaultError('model-changed', { where: file, expected: `SHA-256 ${promised}`, came: digest });
      before += from.size;
      files.push({ file: baseName(file), bytes, sha256: digest, proof: promised !== null && manifestFile ? 'promised' : 'first-seen' });
    }
    return await enter(library, manifest, { source: null, files, largestTensorBytes }, manifestFile);
  } catch (error) {
    if (isNew) await library.remove(folderOf(manifest.id)).catch(() => undefined);
    throw error;
  }
}

/** Writes the manifest of a model whose files are already in its folder. Its id and name stay those that it was stored under. */
export async function describeModel(library: ModelLibrary, id: string, said: string | undefined, tools: Tools): Promise<LibraryEntry> {
  const entry = (await library.list()).find((it) => it.id === id);
  if (!entry) throw new FaultError('model-file-missing', { where: id, expected: 'a stored model', came: 'none' });
  const { manifest, manifestFile, largestTensorBytes } = await givenModel(await library.files(id), said, tools);
  return enter(library, { ...manifest, id, name: entry.name }, { source: entry.source, files: entry.files, largestTensorBytes }, manifestFile);
}

async function enter(library: ModelLibrary, manifest: ModelManifest, facts: Pick<LibraryEntry, 'source' | 'files' | 'largestTensorBytes'>, manifestFile: File | null): Promise<LibraryEntry> {
  await library.write(manifest.id, MANIFEST, manifestFile ? await manifestFile.text() : JSON.stringify(manifest));
  const entry: LibraryEntry = { id: manifest.id, name: manifest.name, addedAt: new Date().toISOString(), ...facts };
  await library.add(entry);
  return entry;
}

/** A graph may name its weights with a folder before them; the library keeps files side by side. */
function fileNamed(files: readonly File[], path: string): File {
  const file = files.find(({ name }) => name === baseName(path));
  if (!file) throw new FaultError('model-file-missing', { where: path, came: files.map(({ name }) => name).join(', ') });
  return file;
}

async function* told(file: File, signal: AbortSignal, tell: (part: Uint8Array<ArrayBuffer>, doneBytes: number) => void): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const step = 4 * 2 ** 20;
  for (let at = 0; at < file.size; at += step) {
    signal.throwIfAborted();
    const part = new Uint8Array(await file.slice(at, at + step).arrayBuffer());
    tell(part, at + part.length);
    yield part;
  }
}
