import { zipFiles } from '#core/cohort/fileEntry.ts';
import { FaultError, unwrap } from '#core/faults.ts';
import type { ModelSource } from '#engine/protocol/modelCalls.ts';
import { fetchBytes } from '#engine/fetchBytes.ts';
import { sha256Hex } from '#engine/sha256Hex.ts';

/** The files of a model, wherever they lie, by their path from the folder that holds its manifest or plans.json. */
export interface ModelFolder {
  readonly where: string;
  /** Null where only a server knows. */
  readonly names: readonly string[] | null;
  read(name: string, onBytes?: (doneBytes: number) => void): Promise<Uint8Array<ArrayBuffer>>;
}

const ROOT_FILES = ['manifest.json', 'isodice.json', 'plans.json'];

export function openModelFolder(source: ModelSource, signal: AbortSignal): Promise<ModelFolder> {
  return source.kind === 'url' ? Promise.resolve(served(source.manifestUrl, signal)) : chosen(source.files, signal);
}

function served(manifestUrl: string, signal: AbortSignal): ModelFolder {
  return { where: manifestUrl, names: null, read: (name, onBytes) => fetchBytes(new URL(name, manifestUrl).href, signal, onBytes) };
}

async function chosen(files: readonly File[], signal: AbortSignal): Promise<ModelFolder> {
  const readers = new Map<string, () => Promise<Uint8Array<ArrayBuffer>>>();
  for (const file of files) {
    const bytes = async () => new Uint8Array(await file.arrayBuffer());
    if (!/[.]zip$/i.test(file.name)) {
      readers.set(file.webkitRelativePath || file.name, bytes);
      continue;
    }
    for (const entry of unwrap(zipFiles(await bytes(), file.name)).files) readers.set(entry.path, async () => new Uint8Array(await entry.read(signal)));
  }
  const paths = [...readers.keys()];
  const roots = paths.filter((path) => ROOT_FILES.includes(path.split('/').at(-1) ?? '')).sort((a, b) => a.split('/').length - b.split('/').length);
  if (roots.length === 0) throw new FaultError('model-file-missing', { expected: 'manifest.json, or plans.json and dataset.json of an nnU-Net model', came: paths.slice(0, 8).join(', ') || 'no file' });
  const root = roots[0].slice(0, roots[0].lastIndexOf('/') + 1);
  const names = paths.filter((path) => path.startsWith(root)).map((path) => path.slice(root.length));
  return {
    where: root.replace(/[/]$/, '') || files[0].name, names,
    async read(name) {
      const reader = readers.get(root + name);
      if (!reader) throw new FaultError('model-file-missing', { where: name, came: names.slice(0, 12).join(', ') });
      const bytes = await reader();
      signal.throwIfAborted();
      return bytes;
    },
  };
}

export async function readJson(folder: ModelFolder, name: string): Promise<unknown> {
  const bytes = await folder.read(name);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw new FaultError('manifest-unreadable', { where: `${folder.where} ${name}`, expected: 'JSON', came: String(error) });
  }
}

/** Refuses a file that is not, byte for byte, the one that was described. */
export async function checkDigest(name: string, bytes: Uint8Array<ArrayBuffer>, expected: string | undefined): Promise<void> {
  if (expected === undefined) return;
  const came = await sha256Hex(bytes);
  if (came !== expected) throw new FaultError('model-changed', { where: name, expected: `SHA-256 ${expected}`, came });
}
