import type { Fault } from '#core/faults.ts';
import { fault, FaultError, unwrap } from '#core/faults.ts';
import { readLabelMap } from '#core/formats/readLabelMap.ts';
import { alignMask } from '#core/volume/alignMask.ts';
import { openSource, pickedFile } from '#engine/cohorts/sourceFiles.ts';
import type { OpenCohortCase } from '#engine/protocol/volumeCalls.ts';
import type { ReadCase } from '#engine/runs/readCase.ts';
import { readCase } from '#engine/runs/readCase.ts';
import type { NamedBytes } from '#engine/volumes/fileBytes.ts';
import type { OpenCase } from '#engine/volumes/openCase.ts';

/**
 * A case as its runs read it, one label an organ. Organs that overlap (a kidney and its tumour) have no such map: then
 * only the organ that is looked at has a label, and a notice says so.
 */
export async function cohortCase({ case: it, source, organ }: OpenCohortCase, signal: AbortSignal): Promise<Pick<ReadCase, 'volume' | 'reference' | 'notices'> & { readonly imageBytes: Uint8Array<ArrayBuffer> }> {
  if (it.images.length === 0) throw new FaultError('case-without-image', { where: it.id });
  const found = await openSource(source);
  const paths = [...new Set([...it.images.map(({ path }) => path), ...it.references.map(({ file }) => file.path)])];
  const files = await Promise.all(paths.map((path) => pickedFile(found, path)));
  const { volume, reference, organs, notices } = await readCase(it, files, signal);
  const imageBytes = new Uint8Array(await files[0].file.arrayBuffer());
  if (organs.every(({ values }) => values.length <= 1)) return { volume, reference, notices, imageBytes };
  const values = new Set(organs.find(({ name }) => name === organ)?.values);
  if (values.size === 0) throw new FaultError('case-without-reference', { where: it.id, expected: organ, came: organs.map(({ name }) => name).join(', ') });
  const data = Uint8Array.from(reference.data, (value) => Number(values.has(value)));
  return { volume, imageBytes, reference: { ...reference, data, labels: [{ value: 1, name: organ }] }, notices: [...notices, fault('organs-overlap', { where: it.id, came: organs.map(({ name }) => name).join(', ') })] };
}

/** Labels of a file on the image's grid, as a run left them, and which values occur. */
export async function labelsOnImage({ volume }: OpenCase, { name, bytes }: NamedBytes, signal: AbortSignal): Promise<{ readonly labels: OpenCase['prediction']; readonly present: readonly number[]; readonly notices: readonly Fault[] }> {
  const read = unwrap(await readLabelMap(bytes, name, {}, signal));
  const { labelMap, notices } = alignMask(volume, read.labelMap, name);
  const { data } = labelMap;
  const occurs = new Uint8Array(2 ** 16);
  for (let at = 0; at < data.length; at++) occurs[data[at]] = 1;
  const present = [...occurs.keys()].filter((value) => occurs[value] === 1);
  const labels = (present.at(-1) ?? 0) < 256 ? Uint8Array.from(data) : Uint16Array.from(data);
  return { labels, present, notices: [...read.notices, ...notices] };
}
