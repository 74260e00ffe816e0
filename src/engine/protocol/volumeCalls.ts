import type { CaseDistances } from '#core/errormaps/caseDistances.ts';
import type { CohortCase } from '#core/cohort/subject.ts';
import type { BinTopology } from '#core/errormaps/surfaceBins.ts';
import type { VolumeMap } from '#core/errormaps/volumeMap.ts';
import type { Fault } from '#core/faults.ts';
import type { ReadOptions } from '#core/formats/readOptions.ts';
import type { AcceptedSlice } from '#core/prompts/board.ts';
import type { DisplayWindow } from '#core/volume/displayWindow.ts';
import type { Grid, VoxelPoint } from '#core/volume/grid.ts';
import type { Plane, SliceGeometry, SliceImage, SliceMask } from '#core/volume/slice.ts';
import type { Label, LabelMap, Modality } from '#core/volume/volume.ts';
import type { PhantomSubject } from '#demo/subject.ts';
import { defineCall } from '#engine/protocol/call.ts';
import type { CohortSource } from '#engine/protocol/cohortCalls.ts';

/** A file that the user gave, or an address of the same origin. */
export type FileSource =
  | { readonly kind: 'file'; readonly file: File }
  | { readonly kind: 'url'; readonly url: string };

/** What the user answered to the questions that a file left open. */
export type VolumeAnswers = ReadOptions;

/** An open image, without its voxels: those stay in the worker. */
export interface VolumeSummary {
  readonly volumeId: string;
  /** SHA-256 of the file's bytes (of the voxels, for a phantom) with the answers: the same for the same voxels. */
  readonly volumeKey: string;
  readonly name: string;
  readonly grid: Grid;
  readonly spacingMm: readonly [number, number, number];
  readonly modality: Modality;
  /** What it is shown with at first. */
  readonly window: DisplayWindow;
  readonly intensity: IntensitySummary;
  readonly notices: readonly Fault[];
}

export interface IntensitySummary {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** 0.5th and 99.5th percentile of the voxels that are not zero: the window that models use on MR. */
  readonly low: number;
  readonly high: number;
}

export interface ReferenceLabel extends Label {
  readonly voxels: number;
  readonly volumeMl: number;
}

export interface ReferenceSummary {
  /** The structures that occur, by value. */
  readonly labels: readonly ReferenceLabel[];
  readonly notices: readonly Fault[];
}

/** A structure in both masks: a label value of the prediction, and the reference's values that together are it. */
export interface Organ {
  readonly label: number;
  readonly referenceValues: readonly number[];
}

/** Agreement of two masks; `dice` is null where both are empty. */
export interface Agreement {
  readonly dice: number | null;
  readonly predictionVoxels: number;
  readonly referenceVoxels: number;
  readonly bothVoxels: number;
}

export interface SliceOf {
  readonly volumeId: string;
  readonly plane: Plane;
  readonly index: number;
}

export type MaskLayer = 'reference' | 'prediction';

/** Per pixel 0 nothing, 1 true positive, 2 false positive, 3 false negative. */
export interface ErrorSlice extends SliceGeometry { readonly data: Uint8Array }

export interface OpenVolume { readonly source: FileSource; readonly answers?: VolumeAnswers | undefined }
export interface OpenProgress { readonly stage: 'read' | 'parse' | 'measure' }

/** Opens an image beside those that are open. Fails with a fault of severity 'question' where the file leaves something open. */
export const openVolumeCall = defineCall<OpenVolume, VolumeSummary, OpenProgress>('open-volume');

/** Lays an expert's masks on the image: one label map, or several binary masks, with a side file of names. Replaces earlier ones. */
export const openReferenceCall = defineCall<{ readonly volumeId: string; readonly sources: readonly FileSource[] }, ReferenceSummary, OpenProgress>('open-reference');
export const renameLabelCall = defineCall<{ readonly volumeId: string; readonly value: number; readonly name: string }, ReferenceSummary>('rename-label');
export const makePhantomCall = defineCall<{ readonly subject: PhantomSubject }, { readonly volume: VolumeSummary; readonly reference: ReferenceSummary }, OpenProgress>('make-phantom');

/** A case of a cohort, where its files are, and the organ that has a label even where organs overlap. */
export interface OpenCohortCase { readonly case: CohortCase; readonly source: CohortSource; readonly organ: string }
/** Opens a case as its runs read it: image and expert's masks together. */
export const openCohortCaseCall = defineCall<OpenCohortCase, { readonly volume: VolumeSummary; readonly reference: ReferenceSummary }, OpenProgress>('open-cohort-case');
/** Label values of a file on the open image's canonical grid. */
export const labelsOnImageCall = defineCall<{ readonly volumeId: string; readonly source: FileSource }, { readonly labels: Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>; readonly present: readonly number[]; readonly notices: readonly Fault[] }>('labels-on-image');

export const closeVolumeCall = defineCall<{ readonly volumeId: string }, null>('close-volume');

export const sliceImageCall = defineCall<SliceOf, SliceImage>('slice-image');

/** NIfTI bytes of the image in canonical order, for the viewer. */
export const canonicalNiftiCall = defineCall<{ readonly volumeId: string }, Uint8Array<ArrayBuffer>>('canonical-nifti');

/** Label values on the image's canonical grid, x fastest, in the smallest integers that hold them. */
export const labelMapCall = defineCall<{ readonly volumeId: string; readonly layer: MaskLayer }, LabelMap['data']>('label-map');

/** Codes of ErrorSlice for the whole volume. */
export const errorMapCall = defineCall<{ readonly volumeId: string; readonly organ: Organ }, Uint8Array<ArrayBuffer>>('error-map');
export const errorSliceCall = defineCall<SliceOf & { readonly organ: Organ; readonly mask?: SliceMask | undefined }, ErrorSlice>('error-slice');

/** How far the prediction's surface lies from the reference's, voxel by voxel and slice by slice; its faults say why there is none. */
export const surfaceDistanceCall = defineCall<{ readonly volumeId: string; readonly organ: Organ }, CaseDistances>('surface-distance');

/** False positives and negatives of the prediction on a grid over the organ's box; its faults say why there is none. */
export const volumeMapCall = defineCall<{ readonly volumeId: string; readonly organ: Organ }, VolumeMap>('volume-map');

/** The voxel where a bin of the error maps lies on the reference's organ; null where its surface is cut off there. */
export const binPlaceCall = defineCall<{ readonly volumeId: string; readonly organ: Organ; readonly topology: BinTopology; readonly bin: number }, VoxelPoint | null>('bin-place');

export interface PaintOrgan {
  readonly volumeId: string;
  readonly organ: Organ;
  readonly topology: BinTopology;
  /** One a bin, 0 where the map has no value. */
  readonly codes: Uint8Array;
}

/** Codes of a map's bins on the surface of the reference's organ, for the whole volume. */
export const paintOrganCall = defineCall<PaintOrgan, Uint8Array<ArrayBuffer>>('paint-organ');

/** A slice of one structure of either mask. */
export const maskSliceCall = defineCall<SliceOf & { readonly layer: MaskLayer; readonly organ: Organ }, SliceMask>('mask-slice');

/** Keeps a slice mask and names it, so that history can refer to it without holding its pixels. */
export const keepMaskCall = defineCall<{ readonly volumeId: string; readonly mask: SliceMask }, { readonly maskId: string }>('keep-mask');

/** Makes the prediction what these accepted slices say, in their order (later ones win), on top of its base. Undo is calling it with fewer. */
export const setAcceptedCall = defineCall<{ readonly volumeId: string; readonly accepted: readonly AcceptedSlice[] }, { readonly changedSlices: number }>('set-accepted');

/** Forgets kept masks but these. */
export const retainMasksCall = defineCall<{ readonly volumeId: string; readonly maskIds: readonly string[] }, null>('retain-masks');

/** Agreement of a slice mask (or of the prediction's slice, without one) with the reference there. */
export const sliceDiceCall = defineCall<SliceOf & { readonly organ: Organ; readonly mask?: SliceMask | undefined }, Agreement>('slice-dice');

/** Agreement over the whole volume, and over the accepted slices alone (null where none is accepted). */
export const volumeDiceCall = defineCall<{ readonly volumeId: string; readonly organ: Organ }, { readonly volume: Agreement; readonly accepted: Agreement | null }>('volume-dice');

/** Agreement of prediction and reference on every slice of a plane. */
export const diceProfileCall = defineCall<{ readonly volumeId: string; readonly plane: Plane; readonly organ: Organ }, readonly Agreement[]>('dice-profile');

/** The reference's structure at a voxel (rounded); null where there is none. */
export const organUnderCall = defineCall<{ readonly volumeId: string; readonly point: VoxelPoint }, Label | null>('organ-under');

/** Gzipped NIfTI label map of the prediction on the grid of the file that was opened. */
export const exportMaskCall = defineCall<{ readonly volumeId: string; readonly names: readonly Label[] }, Uint8Array<ArrayBuffer>>('export-mask');
