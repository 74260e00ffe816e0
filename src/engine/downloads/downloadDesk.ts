import { FaultError } from '#core/faults.ts';
import { downloadAddress } from '#engine/downloads/downloadAddress.ts';
import { downloadFile } from '#engine/downloads/downloadFile.ts';
import { open, parts } from '#engine/downloads/stream.ts';
import { arrived, finishPart, openPart } from '#engine/downloads/opfsPart.ts';
import type { DownloadModel, DownloadProgress } from '#engine/protocol/downloadCalls.ts';
import { downloadModelCall, fetchManifestCall } from '#engine/protocol/downloadCalls.ts';
import type { Desk, Implementation } from '#engine/protocol/serve.ts';
import { implement } from '#engine/protocol/serve.ts';
import { fileRoom, requireRoom } from '#storage/fileRoom.ts';
import type { LibraryEntry } from '#storage/modelLibrary.ts';
import { folderOf, makeModelLibrary } from '#storage/modelLibrary.ts';

/** What the download worker does. */
export function downloadImplementations(): readonly Implementation[] {
  return [implement(fetchManifestCall, ({ url }, { signal }) => fetchManifest(url, signal)), implement(downloadModelCall, (request, desk) => {
    const work = async (lock: Lock | null) => {
      if (!lock) throw new FaultError('download-elsewhere', { where: request.name });
      return downloadModel(request, desk);
    };
    // The lock goes with the tab, so a tab that was killed blocks nobody.
    return navigator.locks.request(`isodice-download/${folderOf(request.id)}`, { ifAvailable: true }, work);
  })];
}

/** A manifest is a few kilobytes; what is larger is something else. */
const MANIFEST_BYTES = 2 ** 22;

async function fetchManifest(text: string, signal: AbortSignal): Promise<{ url: string; text: string }> {
  const url = downloadAddress(text);
  const opened = await open(url, 0, null, signal);
  if (typeof opened === 'string') throw new FaultError('download-unreachable', { where: url });
  const got: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  for await (const it of parts(opened.response, 10_000, signal)) {
    if (typeof it === 'string') throw new FaultError('download-stalled', { where: url, came: `${bytes} bytes` });
    got.push(it);
    bytes += it.length;
    if (bytes > MANIFEST_BYTES) throw new FaultError('download-length', { where: url, expected: `a manifest of at most ${MANIFEST_BYTES} bytes`, came: 'more' });
  }
  return { url, text: await new Blob(got).text() };
}

async function downloadModel({ id, name, source, files, manifestText }: DownloadModel, { signal, progress }: Desk<DownloadProgress>): Promise<LibraryEntry> {
  const folder = await (await fileRoom('models')).getDirectoryHandle(folderOf(id), { create: true });
  const got: LibraryEntry['files'] = [];
  for (const [filesDone, { file, url, bytes, sha256 }] of files.entries()) {
    const before = await arrived(folder, file, signal);
    if (before && (sha256 === undefined ? bytes === undefined || before.bytes === bytes : before.sha256 === sha256)) {
      got.push({ file, ...before, proof: sha256 === undefined ? 'first-seen' : 'promised' });
      continue;
    }
    const part = await openPart(folder, file);
    try {
      const it = await downloadFile({ url: downloadAddress(url), bytes, sha256 }, part, {
        signal, makeRoom: requireRoom, progress: (at) => progress({ ...at, file, filesDone, files: files.length }),
      });
      got.push({ file, ...it, proof: sha256 === undefined ? 'first-seen' : 'promised' });
    } finally {
      part.close();
    }
    await finishPart(folder, file);
  }
  if (manifestText !== undefined) {
    const manifest = await (await folder.getFileHandle('manifest.json', { create: true })).createWritable();
    await manifest.write(manifestText);
    await manifest.close();
  }
  const entry: LibraryEntry = { id, name, source, addedAt: new Date().toISOString(), files: got };
  await makeModelLibrary().add(entry);
  return entry;
}
