import type { FaultEntry } from '#core/faultCatalogue/faultEntry.ts';

/** Cohorts, runs and notes in the browser's storage, and the files that they point at. */
export const STORAGE_FAULTS = {
  'storage-refused': { severity: 'error', reason: 'The browser\'s storage could not be read or written.', remedy: 'Close other tabs of IsoDice and try again; private windows may offer no storage. Nothing that was stored is lost.' },
  'storage-newer': { severity: 'error', reason: 'The browser\'s storage was written by a newer version of IsoDice.', remedy: 'Reload the page to get that version.' },
  'folder-permission': { severity: 'question', reason: 'The browser asks again before IsoDice may read this folder.', remedy: 'Allow it on the Data page; finished cases are kept, and the run goes on from there.' },
  'folder-not-kept': { severity: 'question', reason: 'The files of this cohort were chosen for one visit only, because this browser remembers no folders.', remedy: 'Choose the same folder again on the Data page; finished cases are kept, and the run goes on from there.' },
  'case-file-gone': { severity: 'error', reason: 'A file of this case is no longer where it was.', remedy: 'Bring it back, or import the folder again.' },
  'library-elsewhere': { severity: 'error', reason: 'Another tab is putting a model into the library.', remedy: 'Wait until it is done there, then try again; nothing was changed.' },
  'run-elsewhere': { severity: 'question', reason: 'This run is going on in another tab or window.', remedy: 'Watch it there, or pause it there first.' },
  'run-ended': { severity: 'notice', reason: 'This run was cancelled or removed while it was under way.', remedy: 'Finished cases of a cancelled run are kept; ask for the same run again to go on with it.' },
  'run-without-cases': { severity: 'error', reason: 'No case of this cohort has both an image and an expert\'s mask of a chosen organ.', remedy: 'Choose other organs, or add what is missing.' },
  'sides-swapped': { severity: 'warning', reason: 'The mask called left lies on the patient\'s right, and the other way round.', remedy: 'Check the orientation and the names of the masks; if they are swapped, results for left and right are too.' },
  'bundle-unreadable': { severity: 'error', reason: 'This is not a run bundle that IsoDice wrote, or it was changed.', remedy: 'Export the bundle again, or choose another file.' },
  'results-too-wide': { severity: 'error', reason: 'The results name more organs or models than one table can hold.', remedy: 'Split them into files of at most 255 organs and 255 models.' },
  'results-not-here': { severity: 'question', reason: 'This link is about results that are not in this browser.', remedy: 'Own results never leave the browser that made them: open the link there, bring the same files in on the Data page, or choose other results.' },
  'results-in-part': { severity: 'notice', reason: 'Some runs of this link are no longer in this browser.', remedy: 'What is shown is of those that are; run the others again for the whole.' },
  'results-without-scans': { severity: 'notice', reason: 'These results came without their scans.', remedy: 'Bring the scans in on the Data page and run a model over them; its cases can be looked at.' },
} as const satisfies Record<string, FaultEntry>;
