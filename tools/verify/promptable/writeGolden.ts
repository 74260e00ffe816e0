/**
 * npx tsx tools/verify/promptable/writeGolden.ts MODEL_DIR
 * Records what a trained model answers on onnxruntime-node as the golden of its folder: for a family of this project,
 * whose reference is this program itself. One slice of a phantom, its liver's box, and a click that is corrected once.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { nodeSession } from '#cli/nodeSession.ts';
import { graphOf, parseManifest } from '#core/models/manifest.ts';
import type { SlicePrompts } from '#core/models/promptable.ts';
import type { Tensor } from '#core/models/session.ts';
import { placeOfLabel } from '#core/prompts/placeOfLabel.ts';
import { sliceImage } from '#core/volume/slice.ts';
import { makePhantom } from '#demo/phantom.ts';
import { PHANTOM_LABELS } from '#demo/references.ts';
import { FAMILIES } from '#engine/models/families.ts';

const WINDOW = { low: -160, high: 240 };
const [folder] = process.argv.slice(2);
const manifest = parseManifest(readFileSync(join(folder, 'manifest.json'), 'utf8'), folder);
const model = FAMILIES[manifest.family](manifest);
const session = (role: string) => nodeSession(new Uint8Array(readFileSync(join(folder, graphOf(manifest, role).file))), { threads: 1 });
const [encoder, decoder] = [await session('encoder'), await session('decoder')];

const { image, reference } = makePhantom({ seed: 11, sex: 'male', ageYears: 60, bmi: 27, modality: 'CT', site: 'A' }, { spacingMm: [3, 3, 3] });
const LIVER = PHANTOM_LABELS.find(({ name }) => name === 'liver')?.value ?? 0;
const index = placeOfLabel(image.grid, reference.data, LIVER)?.k ?? 0;
const { data, width, height, spacingMm } = sliceImage(image.grid, image.data, 'axial', index);
const organ = sliceImage(reference.grid, reference.data, 'axial', index).data.map((value) => Number(value === LIVER));
const at = [...organ.keys()].filter((pixel) => organ[pixel] === 1);
const columns = at.map((pixel) => pixel % width), rows = at.map((pixel) => Math.floor(pixel / width));
const box = { uMin: Math.min(...columns) - 1, vMin: Math.min(...rows) - 1, uMax: Math.max(...columns) + 1, vMax: Math.max(...rows) + 1 };
const middle = at[Math.floor(at.length / 2)];
const inside = { u: middle % width, v: Math.floor(middle / width), label: 1 } as const;
const beside = { u: box.uMax + 6, v: inside.v, label: 0 } as const;

const slice = { plane: 'axial', index: 0, width, height, spacingMm, data } as const;
const golden = join(folder, 'golden');
mkdirSync(golden, { recursive: true });
const write = (name: string, values: Float32Array) => writeFileSync(join(golden, `${name}.f32`), values);
const embedding = await model.encode(encoder, slice, WINDOW);
const [{ name: embedded }] = encoder.outputs;
write('slice', data);
write('embedding', Float32Array.from(embedding.tensors[embedded].data as Float32Array));
const memories = new Map<string, Tensor>();
const runs = [];
for (const run of [{ name: 'box', clicks: [], box, previous: null }, { name: 'click', clicks: [inside], box: null, previous: null }, { name: 'corrected', clicks: [inside, beside], box: null, previous: 'click' }]) {
  const prompts: SlicePrompts = { scribbles: [], points: run.clicks.map(({ u, v, label }) => ({ at: { u, v }, polarity: label === 1 ? 'positive' : 'negative' })), ...(run.box ? { box: run.box } : {}) };
  const [{ mask, memory }] = await model.decode(decoder, embedding, slice, prompts, run.previous ? memories.get(run.previous) : undefined);
  memories.set(run.name, memory);
  write(run.name, memory.data as Float32Array);
  write(`${run.name}-slice`, Float32Array.from(mask.data));
  runs.push({ ...run, medianOnSlice: null });
  console.log(`${run.name}: ${mask.data.reduce((sum, it) => sum + it, 0)} of ${at.length} pixels`);
}
const { version } = createRequire(import.meta.url)('onnxruntime-node/package.json') as { readonly version: string };
writeFileSync(join(golden, 'golden.json'), `${JSON.stringify({ slice: { width, height, spacingMm }, window: WINDOW, embedding: embedded, pixels: false, runs, versions: { 'onnxruntime-node': version } }, null, 1)}\n`);
