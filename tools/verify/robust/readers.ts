import { ARCHIVE_READERS } from './archiveReaders.ts';
import { MODEL_READERS } from './modelReaders.ts';
import { PLANTED } from './planted.ts';
import type { RobustReader } from './reader.ts';
import { TABLE_READERS } from './tableReaders.ts';
import { VOLUME_READERS } from './volumeReaders.ts';

/** Every reader of the program that takes input from outside. */
export const READERS: readonly RobustReader[] = [...VOLUME_READERS, ...TABLE_READERS, ...ARCHIVE_READERS, ...MODEL_READERS];

/** The reader of this name, the planted one included. */
export function readerNamed(name: string): RobustReader {
  const found = [...READERS, PLANTED].find((it) => it.name === name);
  if (!found) throw new Error(`no reader is called ${name}; there are ${READERS.map((it) => it.name).join(', ')}`);
  return found;
}
