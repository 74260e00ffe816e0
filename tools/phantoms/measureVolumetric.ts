/**
 * Dice of the bundled whole-volume models on phantoms that nobody trained on, by the recipes that the app runs
 * (src/core/models), on onnxruntime-node:
 *   tsx tools/phantoms/measureVolumetric.ts --out FILE.jsonl [--models iso-net,iso-net-balanced,iso-text] [--subjects 36]
 *     [--seed 2] [--part 0/1] [--scans ../shared/data/scans.json]
 * Subjects are the balanced training cohort of another seed than the one trained on (1). One line a case and model:
 * covariates and the Dice of each organ that is in view. --scans adds real scans with a reference. Cases that FILE has
 * already are not measured again. tools/train/volumetric/heldBack.py makes tables of it.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { VolumeModel } from '#core/evaluation/evaluationModel.ts';
import { dice } from '#core/metrics/dice.ts';
import { maskOf } from '#core/volume/labelMap.ts';
import type { LabelMap, Volume } from '#core/volume/volume.ts';
import { makeTrainingCohort } from '#demo/cohort.ts';
import { makePhantom } from '#demo/phantom.ts';
import { PHANTOM_LABELS } from '#demo/references.ts';
import { loadNodeModel } from '../demo/nodeModels.ts';
import { openScan, scansWithImages } from '../verify/segment/scans.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string' }, models: { type: 'string', default: 'iso-net,iso-net-balanced,iso-text' }, subjects: { type: 'string', default: '36' },
    seed: { type: 'string', default: '2' }, part: { type: 'string', default: '0/1' }, scans: { type: 'string' },
  },
});
const { out } = values;
if (out === undefined) throw new Error('--out FILE is needed');
if (values.seed === '1') throw new Error('the models were trained on seed 1');
const [part, parts] = values.part.split('/').map(Number);

const ORGANS: Readonly<Record<string, readonly number[]>> = Object.fromEntries(PHANTOM_LABELS.map(({ name, value }) => [name, [value]]));
const models = new Map<string, VolumeModel>();
const sha256 = new Map<string, readonly string[]>();
for (const id of values.models.split(',')) {
  const { model, sha256: digests } = await loadNodeModel(id, 1);
  if (model.kind !== 'volume') throw new Error(`${id} does not segment whole volumes`);
  models.set(id, model);
  sha256.set(id, digests);
}
const lines = existsSync(out) ? readFileSync(out, 'utf8').trim().split('\n').map((line): { case: string; model: string } => JSON.parse(line) as { case: string; model: string }) : [];
const isDone = (name: string, id: string) => lines.some((line) => line.case === name && line.model === id);

for (const [n, subject] of makeTrainingCohort('balanced', Number(values.seed), Number(values.subjects)).entries()) {
  const name = `held-${values.seed}-${n}`;
  if (n % parts !== part || [...models.keys()].every((id) => isDone(name, id))) continue;
  const { image, reference } = makePhantom(subject);
  await measure(name, { ...subject }, image, reference, ORGANS);
}
if (values.scans !== undefined) {
  for (const scan of scansWithImages(values.scans)) {
    const { volume, reference } = await openScan(scan, values.scans);
    await measure(scan.name, { modality: scan.modality, real: scan.image }, volume, reference, scan.organs);
  }
}

/** `organs`: the reference's label values. A reference that does not tell the lungs apart is met by both together. */
async function measure(name: string, covariates: object, image: Volume, reference: LabelMap, organs: Readonly<Record<string, readonly number[]>>): Promise<void> {
  for (const [id, model] of models) {
    if (isDone(name, id)) continue;
    const wanted = Object.keys(organs).flatMap((organ) => partsOf(organ));
    const startedAt = performance.now();
    const masks = await model.segment(image, wanted, new AbortController().signal, () => {});
    const seconds = (performance.now() - startedAt) / 1000;
    const scores = Object.entries(organs).flatMap(([organ, labels]): [string, number][] => {
      const truth = maskOf(reference, labels).data;
      if (!truth.some((it) => it === 1)) return [];
      const answer = new Uint8Array(truth.length);
      for (const it of partsOf(organ)) masks.get(it)?.data.forEach((inside, at) => { answer[at] |= inside; });
      return [[organ, dice(answer, truth) ?? NaN]];
    });
    appendFileSync(out ?? '', `${JSON.stringify({ case: name, model: id, sha256: sha256.get(id), ...covariates, seconds: Math.round(100 * seconds) / 100, dice: Object.fromEntries(scores) })}\n`);
    console.log(name, id, `${seconds.toFixed(1)} s`, scores.map(([organ, score]) => `${organ} ${score.toFixed(3)}`).join(' '));
  }
}

function partsOf(organ: string): readonly string[] {
  return organ === 'lung' ? ['lung_left', 'lung_right'] : [organ];
}
