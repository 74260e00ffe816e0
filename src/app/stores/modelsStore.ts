import { create } from 'zustand';
import type { ModelManifest } from '#core/models/manifest.ts';
import type { DownloadProgress } from '#engine/protocol/downloadCalls.ts';
import type { StorageRoom } from '#storage/fileRoom.ts';
import type { LibraryEntry } from '#storage/modelLibrary.ts';

/** A model that the browser keeps; without a manifest it was downloaded and not understood. */
export interface StoredModel { readonly entry: LibraryEntry; readonly manifest: ModelManifest | null }

/** A model that comes with the program. */
export interface BundledModel { readonly manifestUrl: string; readonly manifest: ModelManifest; readonly bytes: number }

export interface ModelsFacts {
  readonly stored: readonly StoredModel[];
  readonly storedState: 'unread' | 'read';
  readonly bundled: readonly BundledModel[];
  /** Downloads that ended early, by their folder; what has arrived is kept. */
  readonly unfinished: readonly { readonly folder: string; readonly bytes: number }[];
  readonly room: StorageRoom | null;
  /** Downloads of this tab, by the id of their model. */
  readonly downloads: Readonly<Record<string, DownloadProgress | null>>;
}

/** Which models there are, and how much room they take. */
export const modelsStore = create<ModelsFacts>()(() => ({ stored: [], storedState: 'unread', bundled: [], unfinished: [], room: null, downloads: {} }));
