import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { NO_PROMPTS, askByProtocols, ellipseMask, tightBox } from '#core/evaluation/promptProtocols.ts';
import { dice } from '#core/metrics/dice.ts';
import { sharedPath } from '../../house/shared.ts';
import { makeNodeSegmenter } from './nodeSegmenter.ts';
import { modelWindow, openScan, scansWithImages, targetsOf } from './scans.ts';

const list = sharedPath('data/scans.json');

describe('the bundled model', () => {
  it.skipIf(!list)('beats the inscribed ellipse on a real liver, with a box and with one click (skipped without ../shared)', async () => {
    if (!list) return;
    const scan = await openScan(scansWithImages(list)[0], list);
    const [{ image, target }] = targetsOf(scan, 'liver', 1);
    const segmenter = await makeNodeSegmenter(fileURLToPath(new URL('../../../public/models/iso-prompt', import.meta.url)), 1);
    await segmenter.encode(image, modelWindow(scan, 'liver'));
    const masks = await askByProtocols<unknown>(target, (prompts, memory) => segmenter.answer(prompts, memory));
    const tight = tightBox(target, 0);
    const ellipse = tight && dice(ellipseMask(target, tight).data, target.data);
    expect(dice(masks.box.data, target.data)).toBeGreaterThan(ellipse ?? 1);
    expect(dice(masks.point.data, target.data)).toBeGreaterThan(ellipse ?? 1);
    const nothing = await segmenter.answer({ ...NO_PROMPTS, points: [{ at: { u: 0, v: 0 }, polarity: 'negative' }] });
    expect(nothing.mask.data.includes(1)).toBe(false);
    await segmenter.close();
  });
});
