import { useEffect } from 'react';
import { sliceShown } from '#app/actions/sliceShown.ts';
import { sliceOf } from '#app/actions/tools.ts';
import { useWorkbench } from '#app/parts/workbenchContext.ts';
import { caseStore } from '#app/stores/caseStore.ts';
import { engineStore } from '#app/stores/engineStore.ts';
import { viewStore } from '#app/stores/viewStore.ts';

const REST_MS = 200;

/** When scrolling comes to rest on a slice, its prompts are answered again, or its encoding is begun ahead of the first click. */
export function useSlices(): void {
  const bench = useWorkbench();
  const id = caseStore((it) => it.open?.id);
  const model = engineStore((it) => it.model?.modelId);
  const plane = viewStore((it) => it.plane);
  const index = viewStore((it) => sliceOf(it.crosshair, it.plane));
  const modelWindow = viewStore((it) => it.modelWindow);
  useEffect(() => {
    if (!id || !model) return undefined;
    const controller = new AbortController();
    const timer = setTimeout(() => void sliceShown(bench, { plane, index }, controller.signal), REST_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [bench, id, model, plane, index, modelWindow]);
}
