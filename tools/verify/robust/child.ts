/** Runs cases in a process of its own, reader by reader, so that a hang or a crash there ends nothing else. */
import { readerNamed } from './readers.ts';
import { runCase } from './reader.ts';

const [names, seed, cases, from] = process.argv.slice(2);
const readers = names.split(',').map(readerNamed);
process.send?.({ ready: true });
for (let at = Number(from); at < readers.length * Number(cases);) {
  const reader = readers[Math.floor(at / Number(cases))];
  const seeds = await reader.seeds();
  do {
    const outcome = await runCase(reader, seeds, Number(seed), at % Number(cases));
    await new Promise<void>((resolve) => { process.send?.({ outcome }, () => resolve()); });
    at++;
  } while (at % Number(cases) !== 0);
}
process.disconnect();
