import { openSource } from '#engine/cohorts/sourceFiles.ts';
import { serve } from '#engine/protocol/serve.ts';
import { startEvaluators } from '#engine/runs/evaluators.ts';
import { exclusively } from '#engine/runs/exclusively.ts';
import { runImplementations } from '#engine/runs/runDesk.ts';
import { makeMaskFiles } from '#storage/maskFiles.ts';
import { openStorage } from '#storage/storageDesk.ts';

const spawn = () => new Worker(new URL('./caseWorker.ts', import.meta.url), { type: 'module', name: 'isodice-case' });

serve(self, runImplementations({
  storage: () => openStorage(), masks: makeMaskFiles(), openSource, exclusively,
  startEvaluators: (request, cases, signal) => startEvaluators(spawn, request, cases, signal),
}));
