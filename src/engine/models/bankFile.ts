import { readZipDirectory } from '#core/cohort/zipDirectory.ts';
import { FaultError } from '#core/faults.ts';
import { formatZip } from '#core/formats/formatZip.ts';

/** Stored embeddings as one zip. Throws FaultError embeddings-none where there are none. */
export async function packedBank(files: readonly File[]): Promise<Uint8Array<ArrayBuffer>> {
  if (files.length === 0) throw new FaultError('embeddings-none');
  const parts: Record<string, Uint8Array> = {};
  for (const file of files) parts[file.name] = new Uint8Array(await file.arrayBuffer());
  return formatZip(parts);
}

/** The embedding files of such a zip. Throws zip-unreadable, or embedding-unreadable where there is none in it. */
export async function unpackedBank(file: File): Promise<readonly Uint8Array<ArrayBuffer>[]> {
  const { entries } = readZipDirectory(new Uint8Array(await file.arrayBuffer()), file.name);
  const embeddings = entries.filter(({ path }) => path.endsWith('.emb'));
  if (embeddings.length === 0) throw new FaultError('embedding-unreadable', { where: file.name, expected: 'a zip with .emb files', came: `${entries.length} other files` });
  return embeddings.map((it) => Uint8Array.from(it.read()));
}
