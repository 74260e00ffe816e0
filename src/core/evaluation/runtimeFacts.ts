import type { RunFacts } from '#core/cohort/resultTable.ts';
import type { CaseBlock, RunRecord, RunRuntime } from '#core/evaluation/runSpec.ts';

/** What a run's cases were computed on; where they differ, what how many were: "wasm ×2 threads for 12 cases, webgpu for 8". */
export function runtimeFacts({ runtime }: Pick<RunRecord, 'runtime'>, blocks: readonly CaseBlock[]): Pick<RunFacts, 'device' | 'onnxruntime' | 'threads'> {
  const used = blocks.map((it): RunRuntime => it.runtime ?? (runtime?.device === it.device ? runtime : { device: it.device, onnxruntime: 'unknown', threads: 0 }));
  const [first = runtime ?? { device: 'unknown', onnxruntime: 'unknown', threads: 0 }] = used;
  const isOne = used.every(({ device, threads }) => device === first.device && threads === first.threads);
  return {
    device: isOne ? first.device : shares(used.map(deviceWords)),
    onnxruntime: used.length === 0 ? first.onnxruntime : shares(used.map(({ onnxruntime }) => onnxruntime)),
    threads: isOne ? first.threads : 0,
  };
}

function deviceWords({ device, threads }: RunRuntime): string {
  return device === 'webgpu' || threads === 0 ? device : `${device} ×${threads} ${threads === 1 ? 'thread' : 'threads'}`;
}

/** What all say, or what how many of them do, the most first. */
function shares(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const it of words) counts.set(it, (counts.get(it) ?? 0) + 1);
  if (counts.size === 1) return words[0];
  return [...counts].sort(([, a], [, b]) => b - a).map(([it, count], n) => `${it} for ${count}${n > 0 ? '' : count === 1 ? ' case' : ' cases'}`).join(', ');
}
