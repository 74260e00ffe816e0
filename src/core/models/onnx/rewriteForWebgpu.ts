import type { Result } from '#core/faults.ts';
import { attempt } from '#core/faults.ts';
import { foldRepeatedInput } from '#core/models/onnx/foldRepeatedInput.ts';
import type { NetworkMemory } from '#core/models/onnx/networkMemory.ts';
import { networkMemory } from '#core/models/onnx/networkMemory.ts';
import { formatOnnx, parseOnnx } from '#core/models/onnx/graph.ts';
import { rewriteConvTranspose } from '#core/models/onnx/rewriteConvTranspose.ts';
import type { InputShapes } from '#core/models/onnx/shapes.ts';
import { inferShapes } from '#core/models/onnx/shapes.ts';
import { splitConcatConv } from '#core/models/onnx/splitConcatConv.ts';

export interface RewriteOptions {
  readonly name: string;
  /** Sizes of inputs that the file leaves symbolic (the patch size). */
  readonly inputs?: InputShapes;
  /** Concatenations of at least this many bytes are split; below it a single Conv is faster. */
  readonly splitAboveBytes: number;
  /** An input that expects one image repeated over its channels. */
  readonly repeatedInput?: string;
}

/** What was done to a graph, for the screen. */
export interface RewriteReport {
  readonly convTransposes: readonly string[];
  readonly splitConcats: readonly string[];
  readonly foldedChannels: number;
}

export interface Rewritten {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly report: RewriteReport;
  /** What the rewritten network needs to run. */
  readonly memory: NetworkMemory;
}

/** The same network without what WebGPU lacks; each step is exact (see the steps' own files). The file on disk stays. */
export function rewriteForWebgpu(bytes: Uint8Array, options: RewriteOptions): Promise<Result<Rewritten>> {
  return attempt(() => {
    const model = parseOnnx(bytes, options.name);
    const foldedChannels = options.repeatedInput === undefined ? 1 : foldRepeatedInput(model.graph, options.repeatedInput);
    const shapes = inferShapes(model.graph, options.inputs);
    const convTransposes = rewriteConvTranspose(model.graph, shapes);
    const splitConcats = splitConcatConv(model.graph, shapes, options.splitAboveBytes);
    const memory = networkMemory(model.graph, inferShapes(model.graph, options.inputs, shapes));
    return { bytes: formatOnnx(model), report: { convTransposes, splitConcats, foldedChannels }, memory };
  });
}
