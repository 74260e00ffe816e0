import { create } from 'zustand';
import type { Grid } from '#core/volume/grid.ts';
import type { Label, Modality } from '#core/volume/volume.ts';
import type { PhantomSubject } from '#demo/subject.ts';
import type { IntensitySummary, Organ } from '#engine/protocol/volumeCalls.ts';

/** Where the open image came from. */
export type CaseOrigin =
  | { readonly kind: 'phantom'; readonly subject: PhantomSubject; /** Where it is a case of the synthetic cohort. */ readonly caseId?: string | undefined; readonly run?: string | undefined }
  /** A case of the user's own cohort, with the stored run (`record`) that is looked at; `run` is its name in the table. */
  | { readonly kind: 'cohort'; readonly cohortId: string; readonly caseId: string; readonly record: string; readonly run: string }
  | { readonly kind: 'file' }
  | { readonly kind: 'address'; readonly image: string; readonly reference?: string | undefined; readonly names?: string | undefined };

/** Facts about the open image; its voxels are held elsewhere. */
export interface OpenCase {
  /** The engine's name for it; changes with every image that is opened. */
  readonly id: string;
  readonly volumeKey: string;
  readonly name: string;
  readonly origin: CaseOrigin;
  readonly modality: Modality;
  readonly grid: Grid;
  readonly spacingMm: readonly [number, number, number];
  readonly intensity: IntensitySummary;
}

/** A structure that can be segmented; `code` is its byte in the viewer's label maps. */
export interface Structure extends Label { readonly code: number; readonly origin: 'reference' | 'by-hand' }

interface CaseFacts {
  readonly open: OpenCase | null;
  readonly referenceName: string | null;
  readonly structures: readonly Structure[];
  /** Label value of the structure being segmented. */
  readonly target: number;
  /** Whether the structure under a new prompt becomes the target, or the chosen one stays. */
  readonly targetMode: 'under-prompt' | 'chosen';
}

const UNNAMED: Structure = { value: 1, name: 'Structure 1', code: 1, origin: 'by-hand' };
const NOTHING: CaseFacts = { open: null, referenceName: null, structures: [UNNAMED], target: 1, targetMode: 'under-prompt' };

/** The image on the screen and what is known of it. */
export const caseStore = create<CaseFacts>()(() => NOTHING);

export function setOpenCase(open: OpenCase): void {
  caseStore.setState({ ...NOTHING, open });
}

export function setReference(referenceName: string, structures: readonly Structure[], target: number): void {
  caseStore.setState({ referenceName, structures, target });
}

export function setTarget(target: number, targetMode: CaseFacts['targetMode']): void {
  caseStore.setState({ target, targetMode });
}

/** Adds a structure under the next free value and gives that value. */
export function addStructure(name: string): number {
  const { structures } = caseStore.getState();
  const value = structures.reduce((top, it) => Math.max(top, it.value), 0) + 1;
  caseStore.setState({ structures: [...structures, { value, name, code: value, origin: 'by-hand' }] });
  return value;
}

export function renameStructure(value: number, name: string): void {
  caseStore.setState(({ structures }) => ({ structures: structures.map((it) => (it.value === value ? { ...it, name } : it)) }));
}

export function targetStructure({ structures, target }: Pick<CaseFacts, 'structures' | 'target'>): Structure {
  return structures.find(({ value }) => value === target) ?? UNNAMED;
}

/** The target in both masks; the reference has nothing of a structure named by hand. */
export function targetOrgan(): Organ {
  const structure = targetStructure(caseStore.getState());
  return { label: structure.value, referenceValues: structure.origin === 'reference' ? [structure.value] : [] };
}

/** The target's name, as a sentence has it. */
export function structureName({ name }: Pick<Label, 'name'>): string {
  return name.replaceAll('_', ' ');
}
