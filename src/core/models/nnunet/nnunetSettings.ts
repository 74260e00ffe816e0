import * as v from 'valibot';
import { FaultError } from '#core/faults.ts';
import type { ModelManifest } from '#core/models/manifest.ts';

const schema = v.looseObject({
  name: v.optional(v.string()),
  configuration: v.optional(v.string()),
  input: v.optional(v.string(), 'image'),
  mirrorAxes: v.optional(v.array(v.picklist([0, 1, 2]))),
  folds: v.optional(v.array(v.object({ fold: v.number(), file: v.string(), sha256: v.optional(v.string()) }))),
  orientation: v.optional(v.pipe(v.string(), v.regex(/^[LR][AP][IS]$/, 'letters such as RAS'))),
});

export interface FoldFile { readonly fold: number; readonly file: string; readonly sha256?: string | undefined }

/** What plans.json does not say of an exported model. */
export interface NnunetSettings {
  readonly name: string | null;
  /** Of which the ONNX files are; null where nobody says. */
  readonly configuration: string | null;
  readonly input: string;
  readonly mirrorAxes: readonly number[];
  readonly folds: readonly FoldFile[];
  /** Whether images are turned to Right, Anterior, Superior before the network sees them. */
  readonly orientation: 'RAS' | null;
}

/**
 * Reads isodice.json (or the key `nnunet` of a manifest); what it leaves out follows from the manifest's graphs
 * fold_N, or from the names of the files. Without a word on mirroring all three axes are allowed, nnU-Net's default.
 */
export function nnunetSettings(written: unknown, names: readonly string[] | null, manifest: ModelManifest | null): NnunetSettings {
  const parsed = v.safeParse(schema, written);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new FaultError('manifest-unreadable', { where: `isodice.json ${v.getDotPath(issue) ?? ''}`.trim(), expected: issue.expected ?? 'a valid entry', came: issue.received });
  }
  const { name = null, configuration = null, input, mirrorAxes = [0, 1, 2], folds, orientation } = parsed.output;
  if (orientation !== undefined && orientation !== 'RAS') throw new FaultError('nnunet-unsupported', { where: 'isodice.json', expected: 'orientation RAS, or none', came: orientation });
  return { name, configuration, input, mirrorAxes, folds: folds ?? foldsOf(names, manifest), orientation: orientation ?? null };
}

function foldsOf(names: readonly string[] | null, manifest: ModelManifest | null): readonly FoldFile[] {
  const listed = Object.entries(manifest?.graphs ?? {}).map(([role, { file, sha256 }]) => ({ role, file, sha256 }));
  const found = listed.length > 0 ? listed : (names ?? []).map((file) => ({ role: file, file, sha256: undefined }));
  return found.flatMap(({ role, file, sha256 }) => {
    const fold = /(?:^|[/])fold_(\d+)(?:[.]onnx|[/][^/]+[.]onnx|$)/.exec(role)?.at(1);
    return fold === undefined ? [] : [{ fold: Number(fold), file, sha256 }];
  }).sort((a, b) => a.fold - b.fold);
}
