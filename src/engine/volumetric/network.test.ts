import { expect, test } from 'vitest';
import { FaultError } from '#core/faults.ts';
import type { Session } from '#core/models/session.ts';
import { makeRunQueue } from '#engine/models/runQueue.ts';
import { refuseTooLarge } from '#engine/volumetric/network.ts';
import { queuedSession } from '#engine/volumetric/queuedSession.ts';

const MIB = 2 ** 20;

test('a network larger than the device is refused with both figures: one tensor on WebGPU, everything on WASM', () => {
  const memory = { largestTensorBytes: 1944 * MIB, peakActivationBytes: 5000 * MIB, weightBytes: 150 * MIB };
  const refused = (limits: Parameters<typeof refuseTooLarge>[1]) => () => refuseTooLarge(memory, limits, 'vision.onnx');
  expect(refused({ device: 'webgpu', limitBytes: 1024 * MIB })).toThrow('expected at most 1,024 MiB in one tensor, which is this graphics device\'s limit, came 1,944 MiB');
  expect(refused({ device: 'webgpu', limitBytes: 2048 * MIB })).not.toThrow();
  expect(refused({ device: 'wasm', limitBytes: 4096 * MIB })).toThrow(/at most 4,096 MiB in all.*came 5,300 MiB/);
});

test('a run that found no memory says so; another failure stays what it is', async () => {
  const session = (came: string): Session => ({ inputs: [], outputs: [], run: () => Promise.reject(new FaultError('model-run-failed', { came })), release: () => Promise.resolve() });
  const run = (came: string) => queuedSession(session(came), makeRunQueue(), new AbortController().signal, () => undefined).run({});
  await expect(run('Failed to allocate buffer: out of memory')).rejects.toThrow(/device-out-of-memory/);
  await expect(run('Only Conv2d or Conv1d are supported.')).rejects.toThrow(/model-run-failed/);
});
