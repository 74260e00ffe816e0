/** A file that grows while it is downloaded, and what is known of where it comes from. */
export interface PartFile {
  readonly size: number;
  /** Validator of the server's copy (its ETag), so that two versions are never joined; null where none is known. */
  readonly etag: string | null;
  append(bytes: Uint8Array<ArrayBuffer>): void;
  /** Up to `into.length` bytes from `at`; how many there were. */
  read(into: Uint8Array<ArrayBuffer>, at: number): number;
  /** Empties the file and remembers another copy's validator. */
  restart(etag: string | null): Promise<void>;
}
