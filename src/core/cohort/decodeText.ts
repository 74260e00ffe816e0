import { fault, FaultError } from '#core/faults.ts';
import type { Fault } from '#core/faults.ts';

export interface DecodedText {
  readonly text: string;
  readonly notices: readonly Fault[];
}

const MOST_BYTES = 256 << 20;

/** Text of a table or JSON file: UTF-8 or UTF-16 by their marks, else UTF-8, else Western European with a notice. The mark is not part of the text. */
export function decodeText(bytes: Uint8Array, where: string): DecodedText {
  if (bytes.length > MOST_BYTES) throw new FaultError('table-unreadable', { where, expected: `at most ${MOST_BYTES} bytes`, came: `${bytes.length}` });
  const marked = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined;
  if (marked) return { text: new TextDecoder(marked).decode(bytes), notices: [] };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), notices: [] };
  } catch {
    return { text: new TextDecoder('windows-1252').decode(bytes), notices: [fault('text-not-utf8', { where })] };
  }
}
