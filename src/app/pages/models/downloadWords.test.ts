import { expect, test } from 'vitest';
import { downloadWords } from '#app/pages/models/downloadWords.ts';

const MIB = 2 ** 20;
const at = { file: 'encoder.onnx', filesDone: 0, files: 2, doneBytes: 20 * MIB, totalBytes: 100 * MIB, bytesPerSecond: 8 * MIB } as const;

test('a download says its file, speed and rest, and that it has stalled', () => {
  expect(downloadWords({ ...at, stage: 'download' })).toBe('encoder.onnx (1 of 2): 20 MiB of 100 MiB, arriving, 8 MiB a second, 10 s left.');
  expect(downloadWords({ ...at, stage: 'silent' })).toContain('stalled');
  expect(downloadWords({ ...at, stage: 'download', totalBytes: null, bytesPerSecond: null })).toBe('encoder.onnx (1 of 2): 20 MiB, arriving.');
  expect(downloadWords(null)).toBe('Starting.');
});
