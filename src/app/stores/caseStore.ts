import { create } from 'zustand';
import type { PhantomSubject } from '#demo/subject.ts';
import type { Dims } from '#core/volume/grid.ts';
import type { Label, Modality } from '#core/volume/volume.ts';

/** Where the open image came from. */
export type CaseOrigin =
  | { readonly kind: 'phantom'; readonly subject: PhantomSubject }
  | { readonly kind: 'file' }
  | { readonly kind: 'address' };

/** Facts about the open image; its voxels are held elsewhere. */
export interface OpenCase {
  /** Changes with every image that is opened. */
  readonly id: string;
  readonly name: string;
  readonly origin: CaseOrigin;
  readonly modality: Modality;
  readonly dims: Dims;
  readonly spacingMm: readonly [number, number, number];
}

export interface OpenReference {
  /** Changes with every reference that is opened. */
  readonly id: string;
  readonly name: string;
}

interface CaseFacts {
  readonly open: OpenCase | null;
  readonly reference: OpenReference | null;
  /** The structures that can be segmented: those of the reference, and those named by hand. */
  readonly structures: readonly Label[];
  /** Values of the structures that the reference knows. */
  readonly referenceValues: readonly number[];
  /** Label value of the structure being segmented. */
  readonly target: number;
  /** Whether the structure under a new prompt becomes the target, or the chosen one stays. */
  readonly targetMode: 'under-prompt' | 'chosen';
}

const NOTHING: CaseFacts = { open: null, reference: null, structures: [{ value: 1, name: 'Structure 1' }], referenceValues: [], target: 1, targetMode: 'under-prompt' };

/** The image on the screen and what is known of it. */
export const caseStore = create<CaseFacts>()(() => NOTHING);

export function setOpenCase(open: OpenCase): void {
  caseStore.setState({ ...NOTHING, open });
}

export function setReference(reference: OpenReference, labels: readonly Label[]): void {
  caseStore.setState(({ targetMode }) => ({ reference, structures: labels, referenceValues: labels.map(({ value }) => value), target: labels[0]?.value ?? 1, targetMode }));
}

export function setTarget(target: number, targetMode: CaseFacts['targetMode']): void {
  caseStore.setState({ target, targetMode });
}

/** Adds a structure under the next free value, or renames the one of this value. */
export function nameStructure(name: string, value?: number): number {
  const { structures } = caseStore.getState();
  const at = value ?? structures.reduce((top, it) => Math.max(top, it.value), 0) + 1;
  const renamed = structures.map((it) => (it.value === at ? { value: at, name } : it));
  caseStore.setState({ structures: renamed.some((it) => it.value === at) ? renamed : [...renamed, { value: at, name }] });
  return at;
}

export function targetName({ structures, target }: Pick<CaseFacts, 'structures' | 'target'>): string {
  return structures.find(({ value }) => value === target)?.name ?? `Label ${target}`;
}
