/** Anything that bytes can be read from: a dropped file, a fetched path, a file on disk. Each front door supplies its own. */
export interface ByteSource {
  /** File name with its extensions, for messages and for naming labels; never trusted to say what the bytes are. */
  readonly name: string;
  readonly sizeBytes: number;
  read(signal?: AbortSignal): Promise<Uint8Array>;
}

/** Bytes that are already in memory. */
export function memorySource(name: string, bytes: Uint8Array): ByteSource {
  return { name, sizeBytes: bytes.length, read: () => Promise.resolve(bytes) };
}
