import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { formatNifti } from '#core/formats/writeNifti.ts';
import { parsePlans } from '#core/models/nnunet/plans.ts';
import type { Affine, Dims } from '#core/volume/grid.ts';
import type { Device } from '#engine/protocol/modelCalls.ts';
import { openBuiltPage } from '../../house/builtPage.ts';
import type { Say } from './checks.ts';
import { labelDice } from './checks.ts';
import type { VolumetricPage } from './page.ts';

interface Golden {
  readonly shape?: number[];
  readonly spacingMm?: number[];
  readonly dims?: Dims;
  readonly affine?: number[];
  readonly runs: readonly { readonly file?: string }[];
}

/** Model folders through the product's engine in Chromium: nnU-Net against its own predictor, SAT on one device against the other. */
export async function checkInBrowser(folder: string, models: readonly string[], device: Device, say: Say): Promise<void> {
  const { page, close } = await openBuiltPage({ folder: new URL('./', import.meta.url), file: 'page.html', name: 'volumetric-page', port: 5327 });
  try {
    const onPage = <T, A>(work: (argument: A & { readonly page: VolumetricPage }) => Promise<T>, argument: A): Promise<T> =>
      page.evaluate(`(${work.toString()})({ ...${JSON.stringify(argument)}, page: window.volumetricPage })`) as Promise<T>;
    const start = (on: Device, modality: 'CT' | 'MR') => onPage(({ page: it, ...of }) => it.start(of), { device: on, modality });
    const decoded = ({ labels }: { labels: string }) => new Uint8Array(Buffer.from(labels, 'base64'));
    for (const model of models) {
      const at = join(folder, model);
      const golden = JSON.parse(readFileSync(join(at, 'golden/golden.json'), 'utf8')) as Golden;
      await page.locator('#model').setInputFiles(readdirSync(at).filter((name) => name !== 'golden').map((name) => join(at, name)));
      await page.locator('#scan').setInputFiles({ name: 'image.nii', mimeType: 'application/octet-stream', buffer: Buffer.from(scanOf(at, golden)) });
      const modality = model.includes('mr') ? 'MR' : 'CT';
      const report = await start(device, modality);
      const on = `${report.device} in Chromium`;
      if (device === 'webgpu') {
        say(model, `every step on WebGPU (${report.rewrites?.convTransposes.length ?? 0} ConvTranspose rewritten)`, Number(report.placement === 'device'), 1, report.placement === 'device' && (report.rewrites?.convTransposes.length ?? 0) > 0, on);
      }
      const limit = device === 'webgpu' ? 0.999 : 0.9999;
      if (existsSync(join(at, 'plans.json'))) {
        const answer = await onPage(({ page: it }) => it.predict(), {});
        const { labels } = parsePlans(JSON.parse(readFileSync(join(at, 'plans.json'), 'utf8')), JSON.parse(readFileSync(join(at, 'dataset.json'), 'utf8')), '3d_fullres');
        const want = readFileSync(join(at, 'golden', golden.runs[0].file ?? ''));
        for (const { name, value } of labels) {
          const agreement = labelDice(decoded(answer), want, value);
          say(model, `Dice of ${name} against nnU-Net (${answer.seconds.toFixed(1)} s, ${(answer.heldBytes / 2 ** 20).toFixed(1)} MiB held)`, agreement, limit, agreement >= limit, on);
        }
        continue;
      }
      const names = ['liver', 'spleen'];
      const answer = await onPage(({ page: it, ...of }) => it.ask(of), { names });
      await start(device === 'webgpu' ? 'wasm' : device, modality);
      const other = await onPage(({ page: it, ...of }) => it.ask(of), { names });
      names.forEach((name, of) => {
        const agreement = labelDice(decoded(answer), decoded(other), of + 1);
        say(model, `Dice of ${name} against WASM (${answer.seconds.toFixed(1)} s)`, agreement, limit, agreement >= limit, on);
      });
    }
  } finally {
    await close();
  }
}

/** The golden image as a file: nnU-Net's with its axes along the patient's, SAT's with its own affine. */
function scanOf(at: string, { shape = [], spacingMm = [], dims, affine }: Golden): Uint8Array {
  const data = new Int16Array(new Uint8Array(readFileSync(join(at, 'golden/image.i16'))).buffer);
  const [sz, sy, sx] = spacingMm;
  const plain: Affine = [sx, 0, 0, 0, 0, sy, 0, 0, 0, 0, sz, 0, 0, 0, 0, 1];
  return formatNifti({ grid: { dims: dims ?? [shape[2], shape[1], shape[0]], affine: affine ?? plain }, data });
}
