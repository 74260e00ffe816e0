import type { FaultEntry } from '#core/faultCatalogue/faultEntry.ts';

/** Model files on their way into the browser's storage. */
export const DOWNLOAD_FAULTS = {
  'download-refused': { severity: 'error', reason: 'The server did not give this file.', remedy: 'Check the address, or download the file by hand and open it from the disk.' },
  'download-unreachable': { severity: 'error', reason: 'The server could not be reached, or does not let other pages read its files.', remedy: 'Check the connection and the address; what has arrived is kept, so try again to go on from there.' },
  'download-stalled': { severity: 'error', reason: 'The server stopped sending.', remedy: 'What has arrived is kept: try again to go on from there.' },
  'download-length': { severity: 'error', reason: 'The file is not as long as was said.', remedy: 'The copy was thrown away; try again, or check the address.' },
  'download-corrupt': { severity: 'error', reason: 'The file that arrived is not the one that was promised: its SHA-256 differs.', remedy: 'The copy was thrown away; try again, or take the model from its maker.' },
  'download-elsewhere': { severity: 'error', reason: 'Another tab is downloading this model.', remedy: 'Wait for it, or cancel it there.' },
  'download-address': { severity: 'error', reason: 'This is not an address that a model can be downloaded from.', remedy: 'Give an https address of the file itself.' },
  'storage-full': { severity: 'error', reason: 'The browser has no room for this.', remedy: 'Delete models or embeddings that you do not need, or free space on the disk; nothing that was stored is lost.' },
  'storage-missing': { severity: 'error', reason: 'This browser, or this private window, offers no storage for files.', remedy: 'Open the model\'s files from the disk instead; they are then kept until the page is closed.' },
} as const satisfies Record<string, FaultEntry>;
