import type { FileProgress, FileRequest } from '#engine/downloads/downloadFile.ts';
import { defineCall } from '#engine/protocol/call.ts';
import type { LibraryEntry } from '#storage/modelLibrary.ts';

export interface DownloadModel {
  readonly id: string;
  readonly name: string;
  /** The address as a person would name the source. */
  readonly source: string;
  /** Written beside the files, where the catalogue has one. */
  readonly manifestText?: string | undefined;
  readonly files: readonly (FileRequest & { readonly file: string })[];
}

export interface DownloadProgress extends FileProgress {
  readonly file: string;
  readonly filesDone: number;
  readonly files: number;
}

/**
 * Brings a model's files into the browser's storage. The worker that does it may reach other hosts, and is never told
 * anything but addresses: no image, mask or table of the user's ever goes to it.
 */
export const downloadModelCall = defineCall<DownloadModel, LibraryEntry, DownloadProgress>('download-model');

/** Reads a manifest.json from another host, so that its files can be asked for. */
export const fetchManifestCall = defineCall<{ readonly url: string }, { readonly url: string; readonly text: string }>('fetch-manifest');
