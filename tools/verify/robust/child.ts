/** Runs the cases of one reader in a process of its own, so that a hang or a crash there ends nothing else. */
import { readerNamed } from './readers.ts';
import { runCase } from './reader.ts';

const [name, seed, from, to] = process.argv.slice(2);
const reader = readerNamed(name);
const seeds = await reader.seeds();
process.send?.({ ready: true });
for (let index = Number(from); index < Number(to); index++) {
  const outcome = await runCase(reader, seeds, Number(seed), index);
  await new Promise<void>((resolve) => { process.send?.({ index, outcome }, () => resolve()); });
}
process.disconnect();
