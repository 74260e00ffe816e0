import { create } from 'zustand';
import type { LoadVolumetric, VolumetricReport } from '#engine/protocol/volumetricCalls.ts';

/** One structure of a whole-volume answer, against the reference. */
export interface VolumetricAnswer {
  /** Of the case's structure. */
  readonly value: number;
  readonly name: string;
  /** Null without a reference for it, or where both are empty. */
  readonly dice: number | null;
  readonly volumeMl: number;
}

export interface VolumetricRun {
  readonly title: string;
  readonly done: number;
  readonly of: number;
}

/** How the last run went. */
export interface VolumetricTiming {
  readonly model: string;
  readonly seconds: number;
  readonly heldBytes: number;
  /** Whether a text-prompted model had to look at the image first; null for others. */
  readonly backbone: 'run' | 'kept' | null;
}

interface VolumetricFacts {
  /** The model that segments all its classes, and the one that is asked by name. */
  readonly whole: VolumetricReport | null;
  readonly text: VolumetricReport | null;
  /** What `whole` was loaded from, for another of its configurations. */
  readonly wholeFrom: LoadVolumetric | null;
  readonly state: 'idle' | 'loading' | 'running';
  readonly run: VolumetricRun | null;
  readonly answers: readonly VolumetricAnswer[];
  readonly timing: VolumetricTiming | null;
  readonly mirroring: 'on' | 'off';
  /** Grows when the text field is to take the keyboard. */
  readonly textFocus: number;
}

const NOTHING = { run: null, answers: [], timing: null } as const;

/** Models for whole volumes and what they answered. */
export const volumetricStore = create<VolumetricFacts>()(() => ({ whole: null, text: null, wholeFrom: null, state: 'idle', mirroring: 'off', textFocus: 0, ...NOTHING }));

/** Another image: what was answered for the one before is no longer true. */
export function forgetAnswers(): void {
  volumetricStore.setState(NOTHING);
}
