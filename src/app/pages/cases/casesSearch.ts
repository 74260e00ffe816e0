import * as v from 'valibot';
import { RESULT_STATUS } from '#core/cohort/resultTable.ts';

/** A value that makes no sense is left out, never an error. */
const lenient = <T extends v.GenericSchema>(schema: T) => v.optional(v.fallback(v.optional(schema), undefined));
const text = lenient(v.pipe(v.string(), v.nonEmpty()));

/** What the Cases page shows, so that a link reproduces it. */
export const CasesSearch = v.object({
  run: text,
  organ: text,
  modality: lenient(v.picklist(['CT', 'MR', 'unknown'])),
  status: lenient(v.picklist(RESULT_STATUS)),
  /** Words that the case's row has to hold. */
  find: text,
  /** Column to sort by; Dice where absent. */
  sort: text,
  direction: lenient(v.picklist(['ascending', 'descending'])),
  /** Columns shown, where they are not those of the beginning. */
  columns: lenient(v.array(v.string())),
});

export type CasesSearch = v.InferOutput<typeof CasesSearch>;
