import { loadModel } from '#app/actions/loadModel.ts';
import { loadVolumetric } from '#app/actions/loadVolumetric.ts';
import { runJob, valueOrShown } from '#app/actions/jobs.ts';
import type { Workbench } from '#app/actions/workbench.ts';
import type { ModelsFacts, StoredModel } from '#app/stores/modelsStore.ts';
import { modelsStore } from '#app/stores/modelsStore.ts';
import { attempt, attemptNow } from '#core/faults.ts';
import type { ModelManifest } from '#core/models/manifest.ts';
import { filesOf, parseManifest } from '#core/models/manifest.ts';
import type { ModelRoom } from '#engine/client/modelRoom.ts';
import type { ModelSource } from '#engine/protocol/modelCalls.ts';
import { askPersistence, storageRoom } from '#storage/fileRoom.ts';
import { makeModelLibrary, MANIFEST } from '#storage/modelLibrary.ts';

/** Manifests of the models that come with the program; those that are not there are passed over. */
export const BUNDLED_MANIFESTS = ['iso-prompt', 'iso-sam', 'iso-net', 'iso-net-balanced', 'iso-text'].map((name) => `models/${name}/manifest.json`);

/** Stands before a stored model's id where a manifest's address is asked for. */
const STORED = 'stored:';

const library = makeModelLibrary();

/** Reads which models there are and how much room they take. */
export async function refreshModels(): Promise<void> {
  const found = valueOrShown(await attempt(async () => {
    const stored = await Promise.all((await library.list()).map(async (entry): Promise<StoredModel> => ({ entry, manifest: await storedManifest(entry.id) })));
    return { stored, unfinished: await library.unfinished(), room: await storageRoom() };
  }));
  modelsStore.setState({ ...found, storedState: 'read', bundled: await bundledOnce() });
}

async function storedManifest(id: string): Promise<ModelManifest | null> {
  const text = await (await library.files(id)).find(({ name }) => name === MANIFEST)?.text();
  const parsed = text === undefined ? null : attemptNow(() => parseManifest(text, id));
  return parsed?.state === 'done' ? parsed.value : null;
}

let readBundled: ReturnType<typeof bundledModels> | null = null;

/** Asks for the bundled manifests once a visit, and again where one could not be had. */
async function bundledOnce() {
  const found = await (readBundled ??= bundledModels());
  if (found.length < BUNDLED_MANIFESTS.length) readBundled = null;
  return found;
}

async function bundledModels() {
  const found = await Promise.all(BUNDLED_MANIFESTS.map(async (manifestUrl) => {
    const response = await fetch(new URL(manifestUrl, document.baseURI)).catch(() => null);
    if (!response?.ok) return null;
    const text = await response.text();
    const manifest = valueOrShown(await attempt(() => parseManifest(text, manifestUrl)));
    return manifest && { manifestUrl, manifest, bytes: filesOf(manifest).reduce((sum, { bytes }) => sum + bytes, 0) };
  }));
  return found.filter((it) => it !== null);
}

/** Takes files of one model from the disk into the library. */
export async function importModel(room: ModelRoom, files: readonly File[]): Promise<boolean> {
  if (files.length === 0) return false;
  const entry = valueOrShown(await runJob('Reading a model', ({ signal, progress }) => room.import(files, { signal, onProgress: ({ doneBytes, totalBytes }) => progress(totalBytes > 0 ? doneBytes / totalBytes : null) })));
  await refreshModels();
  return entry !== null;
}

/** Removes a stored model, or what is left of an unfinished download, by its folder. */
export async function removeModel(folder: string): Promise<void> {
  valueOrShown(await attempt(() => library.remove(folder)));
  await refreshModels();
}

/** Asks the browser not to clear the storage by itself; it may say no. */
export async function keepStorage(): Promise<void> {
  modelsStore.setState({ room: await askPersistence() });
}

/** What stands for a model in a run: the address of its manifest, or a word for one of the library. */
export function storedAddress(id: string): string {
  return STORED + id;
}

/** Where a model's files are, by what stands for it. Throws FaultError model-file-missing where it is no longer stored. */
export async function sourceAt(address: string): Promise<ModelSource> {
  if (!address.startsWith(STORED)) return { kind: 'url', manifestUrl: new URL(address, document.baseURI).href };
  return { kind: 'files', files: await library.files(address.slice(STORED.length)) };
}

/** Loads a model, promptable or of whole volumes, as its family wants it. */
export async function takeModel(bench: Workbench, address: string, family: string): Promise<boolean> {
  const source = valueOrShown(await attempt(() => sourceAt(address)));
  if (!source) return false;
  return asksOf(family) === 'slices' ? loadModel(bench, source) : (await loadVolumetric(bench, { source })) !== null;
}

/** What a model of this family is told: prompts slice by slice, names of organs, or nothing. */
export function asksOf(family: string): 'slices' | 'text' | 'none' {
  return family === 'sat' ? 'text' : family === 'nnunet' ? 'none' : 'slices';
}

/** Every model that can be used here, bundled ones first, with what stands for it. */
export function usableModels({ bundled, stored }: Pick<ModelsFacts, 'bundled' | 'stored'>): readonly { readonly manifest: ModelManifest; readonly address: string }[] {
  return [
    ...bundled.map(({ manifest, manifestUrl }) => ({ manifest, address: manifestUrl })),
    ...stored.flatMap(({ entry, manifest }) => (manifest ? [{ manifest, address: storedAddress(entry.id) }] : [])),
  ];
}
