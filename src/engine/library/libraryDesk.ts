import { FaultError } from '#core/faults.ts';
import { describeModel, importModel } from '#engine/library/importModel.ts';
import { describeModelCall, importModelCall } from '#engine/protocol/libraryCalls.ts';
import type { Implementation } from '#engine/protocol/serve.ts';
import { implement } from '#engine/protocol/serve.ts';
import type { ModelLibrary } from '#storage/modelLibrary.ts';
import { makeModelLibrary } from '#storage/modelLibrary.ts';

/** Runs work while no other tab is at it; the lock goes with the tab. Answers 'taken' where one is. */
export type Alone = <T>(work: () => Promise<T>) => Promise<T | 'taken'>;

const alone: Alone = (work) => navigator.locks.request('isodice-library', { ifAvailable: true }, (lock) => (lock ? work() : 'taken' as const));

/** What the library worker does: it reads models, proves them and keeps them. */
export function libraryImplementations(library: ModelLibrary = makeModelLibrary(), inTurn: Alone = alone): readonly Implementation[] {
  const mine = async <T>(where: string, work: () => Promise<T>): Promise<T> => {
    const done = await inTurn(work);
    if (done === 'taken') throw new FaultError('library-elsewhere', { where });
    return done as T;
  };
  return [
    implement(importModelCall, ({ files }, desk) => mine(files[0]?.name ?? '', () => importModel(library, files, desk))),
    implement(describeModelCall, ({ id, said }, desk) => mine(id, () => describeModel(library, id, said, desk))),
  ];
}
