import type { RunSpec } from '#core/evaluation/runSpec.ts';
import { FaultError } from '#core/faults.ts';
import type { Evaluator } from '#engine/runs/executeRun.ts';

/** Throws model-changed where an evaluator loaded another model under the same address: numbers of two would stand under one name. */
export function demandSameModel(evaluators: readonly Evaluator[], { model }: RunSpec): void {
  const words = (digests: readonly string[]) => `SHA-256 ${digests.map((it) => it.slice(0, 16)).join(' ') || 'unknown'}`;
  for (const { sha256 } of evaluators) {
    if (sha256.join() !== model.sha256.join()) throw new FaultError('model-changed', { where: model.name, expected: words(model.sha256), came: words(sha256) });
  }
}
