import { showFault } from '#app/stores/workStore.ts';
import type { CaseOrigin } from '#app/stores/caseStore.ts';
import { caseStore, setOpenCase } from '#app/stores/caseStore.ts';
import { agreementStore, answerStore, NO_AGREEMENT, repaint } from '#app/stores/answerStore.ts';
import { resetBoard } from '#app/stores/promptStore.ts';
import { setRepeated } from '#app/stores/repeatStore.ts';
import { setQuestion } from '#app/stores/questionStore.ts';
import { forgetAnswers } from '#app/stores/volumetricStore.ts';
import { viewStore } from '#app/stores/viewStore.ts';
import { runJob, valueOrShown } from '#app/actions/jobs.ts';
import { openReference, showReference } from '#app/actions/openReference.ts';
import { sourceName } from '#app/actions/sourceName.ts';
import type { Workbench } from '#app/actions/workbench.ts';
import { CT_WINDOWS } from '#core/volume/displayWindow.ts';
import { voxelCount } from '#core/volume/grid.ts';
import type { PhantomSubject } from '#demo/subject.ts';
import type { FileSource, VolumeAnswers, VolumeSummary } from '#engine/protocol/volumeCalls.ts';

export interface ScanRequest {
  readonly source: FileSource;
  /** The expert's masks and the file that names them, to open with it. */
  readonly reference?: readonly FileSource[];
  readonly answers?: VolumeAnswers;
  readonly origin?: CaseOrigin;
}

/** Opens an image, and its reference with it. What was open stays open until the new image is there. */
export async function openScan(bench: Workbench, { source, reference = [], answers = {}, origin = { kind: 'file' } }: ScanRequest): Promise<boolean> {
  const outcome = await runJob(`Opening ${sourceName(source)}`, ({ signal }) => bench.engine.openVolume({ source, answers }, { signal }));
  if (outcome.state === 'failed' && outcome.fault.severity === 'question') {
    setQuestion({ fault: outcome.fault, source, answers, reference, origin });
    return false;
  }
  const summary = valueOrShown(outcome);
  if (!summary || !await adopt(bench, summary, origin)) return false;
  return reference.length === 0 || openReference(bench, reference);
}

/** Makes a synthetic subject and opens it with its exact reference. */
export async function openPhantom(bench: Workbench, subject: PhantomSubject, study: { readonly caseId?: string | undefined; readonly run?: string | undefined } = {}): Promise<boolean> {
  const made = valueOrShown(await runJob('Making a synthetic subject', ({ signal }) => bench.engine.makePhantom(subject, { signal })));
  if (!made || !await adopt(bench, made.volume, { kind: 'phantom', subject, ...study })) return false;
  return showReference(bench, made.reference, 'Exact by construction');
}

/** Puts an opened volume on the screen in place of the one before. */
export async function adopt({ engine, voxels }: Workbench, summary: VolumeSummary, origin: CaseOrigin): Promise<boolean> {
  const bytes = valueOrShown(await runJob(`Showing ${summary.name}`, ({ signal }) => engine.canonicalNifti(summary.volumeId, { signal })));
  if (!bytes) {
    await engine.closeVolume(summary.volumeId);
    return false;
  }
  const before = caseStore.getState().open;
  voxels.bytes = bytes.byteLength === bytes.buffer.byteLength ? bytes.buffer : bytes.slice().buffer;
  voxels.reference = null;
  voxels.prediction = new Uint8Array(voxelCount(summary.grid));
  voxels.candidates = [];
  voxels.hover = null;
  voxels.memories.clear();
  resetBoard();
  answerStore.setState(answerStore.getInitialState());
  agreementStore.setState(NO_AGREEMENT);
  forgetAnswers();
  setRepeated(null);
  const { low, high } = summary.modality === 'CT' ? CT_WINDOWS[0] : summary.intensity;
  const [nx, ny, nz] = summary.grid.dims;
  viewStore.setState({ window: summary.window, modelWindow: { low, high }, crosshair: { i: nx >> 1, j: ny >> 1, k: nz >> 1 }, reading: null });
  const { volumeId: id, volumeKey, name, modality, grid, spacingMm, intensity } = summary;
  setOpenCase({ id, volumeKey, name, origin, modality, grid, spacingMm, intensity });
  repaint();
  for (const notice of summary.notices) showFault(notice);
  if (before) await engine.closeVolume(before.id);
  return true;
}
