import type { NodeModel } from './nodeModels.ts';

/** The model for the runs over one image: what a run has encoded of a slice serves the runs that come after it. */
export function withSharedEncodings(it: NodeModel): NodeModel {
  const { model } = it;
  if (model.kind !== 'slices') return it;
  const known = new Map<string, unknown>();
  return {
    ...it,
    model: {
      ...model,
      async encode(slice, window, signal) {
        const key = [slice.plane, slice.index, window.low, window.high].join('/');
        if (!known.has(key)) known.set(key, await model.encode(slice, window, signal));
        return known.get(key);
      },
    },
  };
}
