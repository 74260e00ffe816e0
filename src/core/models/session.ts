/** Tensor element types that the supported models use, as ONNX names them. */
export type TensorType = 'float32' | 'float16' | 'int64' | 'int32' | 'uint8' | 'bool';

export type TensorData = Float32Array | Uint16Array | BigInt64Array | Int32Array | Uint8Array;

/** A dense tensor, row-major ([batch, channel, height, width]); float16 is carried as raw Uint16. */
export interface Tensor {
  readonly type: TensorType;
  readonly dims: readonly number[];
  readonly data: TensorData;
}

/** What a graph says of one of its inputs or outputs; symbolic or unknown sizes are strings. */
export interface TensorInfo {
  readonly name: string;
  readonly type: TensorType;
  readonly dims: readonly (number | string)[];
}

/**
 * One loaded ONNX graph. The browser engine, the command line (onnxruntime-node) and a test's fake supply it;
 * model families only ask it to run.
 */
export interface Session {
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  run(feeds: Readonly<Record<string, Tensor>>): Promise<Readonly<Record<string, Tensor>>>;
  release(): Promise<void>;
}
