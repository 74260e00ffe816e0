import type { Outcome } from '#engine/protocol/call.ts';
import type { CohortRoom } from '#engine/client/cohortRoom.ts';
import { makeCohortRoom } from '#engine/client/cohortRoom.ts';
import type { CohortSource } from '#engine/protocol/cohortCalls.ts';
import { attempt, FaultError } from '#core/faults.ts';
import type { StorageDesk } from '#storage/storageDesk.ts';
import { openStorage } from '#storage/storageDesk.ts';

/** What actions on cohorts and runs work with: two workers, the browser's storage, and files that were picked for this visit. */
export interface CohortDesk extends CohortRoom {
  /** Opened when it is first needed, and again where the browser closed it. */
  storage(): Promise<StorageDesk>;
  /** Sources of cohorts whose files the browser does not remember, by cohort. */
  readonly visiting: Map<string, CohortSource>;
}

export function makeCohortDesk(room: CohortRoom = makeCohortRoom(), open: () => Promise<StorageDesk> = openStorage): CohortDesk {
  let opened: Promise<StorageDesk> | null = null;
  return {
    ...room,
    visiting: new Map(),
    storage() {
      opened ??= open().catch((error: unknown) => {
        opened = null;
        throw error;
      });
      return opened;
    },
  };
}

/** Work on the storage as an outcome, so that what it refuses is shown like any other fault. */
export async function withStorage<T>(desk: CohortDesk, work: (storage: StorageDesk) => Promise<T>): Promise<Outcome<T>> {
  return attempt(async () => work(await desk.storage()));
}

/**
 * Where a cohort's files are. Asks for permission where the browser wants that; call it from a click, because without
 * one browsers refuse. Throws folder-not-kept, folder-permission.
 */
export async function sourceOf(desk: CohortDesk, cohortId: string): Promise<CohortSource> {
  const visiting = desk.visiting.get(cohortId);
  if (visiting) return visiting;
  const folder = await (await desk.storage()).folders.get(cohortId);
  if (!folder || folder.kind === 'session') throw new FaultError('folder-not-kept', { where: cohortId });
  if (folder.kind === 'copy') return { kind: 'copy', cohortId };
  const { handle } = folder;
  const refused = (error: unknown): PermissionState => {
    // Without a click just before, browsers throw instead of asking.
    if (error instanceof DOMException) return 'denied';
    throw error;
  };
  const asked: PermissionState = 'requestPermission' in handle && typeof handle.requestPermission === 'function' ? await (handle.requestPermission({ mode: 'read' }) as Promise<PermissionState>).catch(refused) : 'granted';
  if (asked !== 'granted') throw new FaultError('folder-permission', { where: handle.name });
  return { kind: 'handle', handle };
}

export type FileReach = 'copy' | 'reachable' | 'this-visit' | 'asks' | 'gone';

/** Whether a cohort's files can be read now, without asking anybody. */
export async function fileState(desk: CohortDesk, cohortId: string): Promise<FileReach> {
  const folder = await withStorage(desk, ({ folders }) => folders.get(cohortId));
  if (folder.state !== 'done' || !folder.value) return desk.visiting.has(cohortId) ? 'this-visit' : 'gone';
  if (folder.value.kind === 'copy') return 'copy';
  if (folder.value.kind === 'session') return desk.visiting.has(cohortId) ? 'this-visit' : 'gone';
  const { handle } = folder.value;
  if (!('queryPermission' in handle) || typeof handle.queryPermission !== 'function') return 'reachable';
  return (await handle.queryPermission({ mode: 'read' })) === 'granted' ? 'reachable' : 'asks';
}
