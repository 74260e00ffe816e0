import { refreshModels } from '#app/actions/modelLibrary.ts';
import { runJob, valueOrShown } from '#app/actions/jobs.ts';
import { modelsStore } from '#app/stores/modelsStore.ts';
import { baseName } from '#core/num/baseName.ts';
import { attempt } from '#core/faults.ts';
import type { PublicModel } from '#core/models/known/catalogue.ts';
import { filesOf, parseManifest } from '#core/models/manifest.ts';
import type { ModelRoom } from '#engine/client/modelRoom.ts';
import type { DownloadModel, DownloadProgress } from '#engine/protocol/downloadCalls.ts';

/** A model to bring from elsewhere. `said` is the id of the known model that it is, where it brings no manifest. */
export interface WantedModel extends DownloadModel { readonly said?: string | undefined }

/** An address of a file and what its SHA-256 is said to be; empty where nobody says. */
export interface WantedFile { readonly url: string; readonly sha256: string }

/** What is asked for when a public model of the catalogue is wanted. */
export function wanted({ id, name, source, files, known }: PublicModel): WantedModel {
  return { id, name, source, files, said: known };
}

const controllers = new Map<string, AbortController>();

function setDownload(id: string, progress: DownloadProgress | null | 'gone'): void {
  modelsStore.setState(({ downloads: { [id]: _before, ...others } }) => ({ downloads: progress === 'gone' ? others : { ...others, [id]: progress } }));
}

/** Brings a model into the library; asked for again after it ended early, it goes on from there. */
export async function downloadModel(room: ModelRoom, { said, ...request }: WantedModel): Promise<boolean> {
  const { id, name } = request;
  if (controllers.has(id)) return false;
  const controller = new AbortController();
  controllers.set(id, controller);
  setDownload(id, null);
  const entry = valueOrShown(await runJob(`Downloading ${name}`, ({ signal, progress }) => room.download(request, {
    signal: AbortSignal.any([signal, controller.signal]),
    onProgress: (it) => {
      setDownload(id, it);
      progress(it.totalBytes === null ? null : it.doneBytes / it.totalBytes);
    },
  })));
  if (entry && request.manifestText === undefined) valueOrShown(await runJob(`Reading ${name}`, ({ signal }) => room.describe(id, said, { signal })));
  controllers.delete(id);
  setDownload(id, 'gone');
  await refreshModels();
  return entry !== null;
}

export function cancelDownload(id: string): void {
  controllers.get(id)?.abort();
}

/** Brings the files at these addresses as one model; a lone manifest.json names the others itself. */
export async function downloadAddresses(room: ModelRoom, files: readonly WantedFile[]): Promise<boolean> {
  const [first] = files;
  if (!first) return false;
  if (files.length === 1 && /[.]json([?#]|$)/.test(first.url)) return downloadByManifest(room, first.url);
  const name = nameOf(first.url);
  return downloadModel(room, {
    id: name, name, source: first.url,
    files: files.map(({ url, sha256 }) => ({ file: fileName(url), url, sha256: sha256.trim().toLowerCase() || undefined })),
  });
}

async function downloadByManifest(room: ModelRoom, address: string): Promise<boolean> {
  const got = valueOrShown(await runJob('Reading a manifest', ({ signal }) => room.fetchManifest(address, { signal })));
  const manifest = got && valueOrShown(await attempt(() => parseManifest(got.text, got.url)));
  if (!got || !manifest) return false;
  const files = filesOf(manifest).map(({ file, bytes, sha256 }) => ({ file: fileName(file), url: new URL(file, got.url).href, bytes, sha256 }));
  return downloadModel(room, { id: manifest.id, name: manifest.name, source: got.url, files, manifestText: got.text });
}

/** The last part of an address, without what follows it. */
function fileName(url: string): string {
  return baseName(url.split(/[?#]/)[0]);
}

/** A name of the characters that an id may have, from where a file lies: owner, model and file. */
function nameOf(url: string): string {
  const path = url.split(/[?#]/)[0].replace(/^[a-z]+:\/\//, '').replace(/[.]onnx$/i, '');
  return path.split('/').filter((it) => !['resolve', 'blob', 'main', 'onnx'].includes(it)).slice(-3).join('-').replace(/[^\w.-]/g, '-');
}
