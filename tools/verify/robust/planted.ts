import type { RobustReader } from './reader.ts';

/** A reader that hangs, dies, throws and lies, by which the command's own alarms are tested. Never in the list of readers. */
export const PLANTED: RobustReader = {
  name: 'planted',
  content: 'binary',
  seeds: async () => [Uint8Array.from({ length: 64 }, (_, n) => n)],
  wrap: (_bytes, random) => Uint8Array.of(random.fork('kind').integer(5)),
  read: async ([kind]) => {
    if (kind === 0) return { state: 'valid' };
    if (kind === 1) return { state: 'fault', code: 'file-empty' };
    if (kind === 2) throw new TypeError('planted');
    if (kind === 3) return process.exit(7);
    for (let n = 0; n >= 0; n = (n + 1) % 1000);
    return { state: 'valid' };
  },
};
