/** What the benchmark uses of transformers.js, which is installed only to be compared with. */
declare module '@huggingface/transformers' {
  export interface HubTensor { readonly data: Float32Array; readonly dims: readonly number[]; readonly ort_tensor: unknown }
  type Sizes = readonly (readonly [number, number])[];
  interface Pictured { readonly pixel_values: HubTensor; readonly original_sizes: Sizes; readonly reshaped_input_sizes: Sizes }
  interface Processor {
    (image: RawImage): Promise<Pictured>;
    reshape_input_points(points: readonly unknown[], original: Sizes, reshaped: Sizes): HubTensor;
    readonly image_processor: { add_input_labels(labels: readonly unknown[], points: HubTensor): HubTensor };
    post_process_masks(masks: HubTensor, original: Sizes, reshaped: Sizes): Promise<readonly HubTensor[]>;
  }
  interface Sam {
    (inputs: Readonly<Record<string, HubTensor>>): Promise<{ readonly iou_scores: HubTensor; readonly pred_masks: HubTensor }>;
    get_image_embeddings(inputs: Pictured): Promise<Readonly<Record<string, HubTensor>>>;
    readonly sessions: Readonly<Record<string, { run(feeds: Readonly<Record<string, unknown>>): Promise<unknown> }>>;
  }
  export class RawImage { constructor(data: Uint8ClampedArray, width: number, height: number, channels: number); }
  export const SamModel: { from_pretrained(id: string, options: { readonly device: string; readonly dtype: string }): Promise<Sam> };
  export const SamProcessor: { from_pretrained(id: string): Promise<Processor> };
  export const env: {
    allowRemoteModels: boolean; allowLocalModels: boolean; useBrowserCache: boolean; useWasmCache: boolean; localModelPath: string;
    readonly version: string;
    fetch(url: string | URL): Promise<Response>;
    readonly backends: { readonly onnx: { readonly wasm: { wasmPaths: unknown; numThreads: number } } };
  };
}
