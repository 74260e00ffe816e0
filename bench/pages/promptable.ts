import type { PromptableDuel } from './promptableDuel.ts';

declare global {
  interface Window { readonly promptableBench: typeof page }
}

/** What bench/promptable.ts drives from outside: the model's files lie in the input. */
const page = {
  duel: (threads: number, repeats: number) => new Promise<PromptableDuel>((settle, reject) => {
    const files = [...document.querySelector<HTMLInputElement>('#model')?.files ?? []];
    const worker = new Worker(new URL('./promptableWorker.ts', import.meta.url), { type: 'module', name: 'promptable' });
    worker.onmessage = ({ data }: MessageEvent<PromptableDuel | { readonly error: string }>) => ('error' in data ? reject(new Error(data.error)) : settle(data));
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage({ files, threads, repeats });
  }),
};

Object.assign(window, { promptableBench: page });
