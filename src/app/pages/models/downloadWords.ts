import { bytesWords } from '#core/num/bytesWords.ts';
import type { DownloadProgress } from '#engine/protocol/downloadCalls.ts';

const STAGES: Readonly<Record<DownloadProgress['stage'], string>> = {
  connect: 'asking the server', download: 'arriving', silent: 'stalled: the server has gone silent and is asked again', verify: 'checking the digest',
};

/** How far a download is, in a sentence. */
export function downloadWords(it: DownloadProgress | null): string {
  if (!it) return 'Starting.';
  const { stage, doneBytes, totalBytes, bytesPerSecond, file, filesDone, files } = it;
  const speed = stage === 'download' && bytesPerSecond !== null ? `, ${bytesWords(bytesPerSecond)} a second` : '';
  const left = stage === 'download' && bytesPerSecond && totalBytes !== null ? `, ${Math.max(1, Math.round((totalBytes - doneBytes) / bytesPerSecond))} s left` : '';
  return `${file} (${filesDone + 1} of ${files}): ${bytesWords(doneBytes)}${totalBytes === null ? '' : ` of ${bytesWords(totalBytes)}`}, ${STAGES[stage]}${speed}${left}.`;
}
