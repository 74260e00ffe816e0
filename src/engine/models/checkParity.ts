import { FaultError } from '#core/faults.ts';
import type { Golden } from '#core/models/golden/golden.ts';
import { readGolden } from '#core/models/golden/golden.ts';
import type { Figure, Turn } from '#core/models/golden/parity.ts';
import { parityFigures, warmTimes } from '#core/models/golden/parity.ts';
import type { LoadedModel } from '#engine/models/loadedModel.ts';
import { GOLDEN_FILE } from '#engine/models/modelFiles.ts';
import type { ParityProgress, ParityReply } from '#engine/protocol/modelCalls.ts';

/** The golden in the model's folder. Throws FaultError golden-missing where there is none. */
export async function goldenOf({ beside, manifest }: LoadedModel, signal: AbortSignal): Promise<Golden> {
  const bytes = await beside(`golden/${GOLDEN_FILE}`, signal).catch((error: unknown) => {
    if (!(error instanceof FaultError)) throw error;
    throw new FaultError('golden-missing', { where: manifest.id, expected: `golden/${GOLDEN_FILE}`, came: error.fault.came ?? error.fault.reason });
  });
  return readGolden(new TextDecoder().decode(bytes), (file) => beside(`golden/${file}`, signal));
}

/** Every figure of the golden on the model's device, then warm times; each step takes a turn of its own. */
export async function checkParity(loaded: LoadedModel, golden: Golden, turn: Turn, progress: (it: ParityProgress) => void): Promise<ParityReply> {
  const figures: Figure[] = [];
  // Picture, embedding (twice in fp32) and two per run; the warm runs count as one.
  const total = Number(golden.pixels !== null) + (loaded.precision === 'fp32' ? 2 : 1) + 2 * golden.runs.length + 1;
  const steps = parityFigures(loaded, golden);
  for (let step = await turn(() => steps.next()); !step.done; step = await turn(() => steps.next())) {
    figures.push(step.value);
    progress({ done: figures.length, total });
  }
  return { figures, maker: loaded.manifest.parity ?? [], reference: golden.versions, warm: await warmTimes(loaded, golden, turn) };
}
