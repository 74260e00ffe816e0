import type { Database } from '#storage/database.ts';
import type { ParityRecord } from '#storage/records.ts';
import { stored } from '#storage/stored.ts';

/** Checks of models against their goldens, the latest of each model and device. */
export interface ParityStore {
  get(encoderSha256: string, device: ParityRecord['device']): Promise<ParityRecord | null>;
  put(record: ParityRecord): Promise<void>;
}

export function makeParityStore(database: Database): ParityStore {
  return {
    get: (encoderSha256, device) => stored('parity', async () => (await database.get('parity', [encoderSha256, device])) ?? null),
    put: (record) => stored(record.model.id, async () => { await database.put('parity', record); }),
  };
}
