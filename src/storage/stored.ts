import { FaultError } from '#core/faults.ts';

/**
 * Runs work on the browser's storage and names what it refuses: storage-full, storage-newer or storage-refused. A
 * transaction that fails leaves what was there before.
 */
export async function stored<T>(where: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    const code = error.name === 'QuotaExceededError' ? 'storage-full' : error.name === 'VersionError' ? 'storage-newer' : 'storage-refused';
    throw new FaultError(code, { where, came: `${error.name}: ${error.message}` });
  }
}
