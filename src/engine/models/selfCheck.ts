import { FaultError } from '#core/faults.ts';
import { CHECK, checkNetwork } from '#core/models/onnx/checkNetwork.ts';
import type { Session } from '#core/models/session.ts';

/** Starts the runtime by the first session that it makes, and refuses a device that computes wrongly. */
export async function checkRuntime(createSession: (bytes: Uint8Array) => Promise<Session>): Promise<void> {
  const session = await createSession(checkNetwork());
  const results = await session.run({ [CHECK.input]: { type: 'float32', dims: [1, 2], data: Float32Array.from(CHECK.given) } });
  await session.release();
  const got = [...results[CHECK.output].data].map(Number);
  if (got.some((value, at) => value !== CHECK.expected[at])) {
    throw new FaultError('runtime-failed', { expected: `${CHECK.expected.join(', ')} from the check network`, came: got.join(', ') });
  }
}
