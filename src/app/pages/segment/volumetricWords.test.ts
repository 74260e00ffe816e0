import { expect, test } from 'vitest';
import { experimentalWords, rewriteWords, timingWords } from '#app/pages/segment/volumetricWords.ts';
import type { VolumetricReport } from '#engine/protocol/volumetricCalls.ts';

const report = { patchSize: [96, 96, 96], experimental: null } as unknown as VolumetricReport;

test('a smaller patch is called experimental, with what was measured of it or that nothing was', () => {
  expect(experimentalWords(report)).toBeNull();
  const nativePatchSize = [288, 288, 96];
  expect(experimentalWords({ ...report, experimental: { nativePatchSize, parity: null } })).toContain('has not been measured');
  expect(experimentalWords({ ...report, experimental: { nativePatchSize, parity: { against: 'SAT Nano at its native patch', cases: 12, diceMean: 0.9 } } }))
    .toBe('Experimental: it looks at 96 × 96 × 96 instead of the 288 × 288 × 96 voxels it was trained at; mean Dice 0.900 against SAT Nano at its native patch over 12 cases.');
});

test('what was rewritten is said', () => {
  expect(rewriteWords(null)).toContain('as it is');
  expect(rewriteWords({ convTransposes: ['a', 'b'], splitConcats: ['c'], foldedChannels: 1 })).toBe('Rewritten exactly for WebGPU: 2 transposed convolutions as plain convolutions, 1 concatenation split.');
});

test('a prompt says whether the image had to be read', () => {
  expect(timingWords({ model: 'iso-text', seconds: 0.42, heldBytes: 3 * 2 ** 20, backbone: 'kept' })).toBe('iso-text: 0.4 s, the image not read again; 3 MiB held beside the network.');
});
