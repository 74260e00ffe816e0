import type { Thumbnail } from '#core/volume/thumbnail.ts';
import type { PhantomSubject } from '#demo/subject.ts';
import { defineCall } from '#engine/protocol/call.ts';
import type { CohortSource } from '#engine/protocol/cohortCalls.ts';

/** A case to picture: a synthetic subject, or a case of a stored cohort and where its files are. */
export type PicturedCase =
  | { readonly kind: 'phantom'; readonly subject: PhantomSubject }
  | { readonly kind: 'stored'; readonly cohortId: string; readonly caseId: string; readonly source: CohortSource };

export interface ThumbnailAsk { readonly of: PicturedCase; readonly organ: string; /** Pixels a side. */ readonly size: number }

/** One slice of a case with the expert's outline of an organ. About a second for a synthetic subject. */
export const thumbnailCall = defineCall<ThumbnailAsk, Thumbnail>('thumbnail');
