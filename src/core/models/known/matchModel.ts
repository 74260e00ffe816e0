import { EFFICIENT_SAM } from '#core/models/known/efficientSam.ts';
import type { KnownModel, KnownTensor } from '#core/models/known/knownModel.ts';
import { ANY } from '#core/models/known/knownModel.ts';
import { LITE_MEDSAM, MEDSAM, MEDSAM_TRANSFORMERS } from '#core/models/known/medsam.ts';
import { SAM } from '#core/models/known/sam.ts';
import { SAM2_COMMUNITY, SAM2_SAMEXPORTER } from '#core/models/known/sam2.ts';
import { SAM_MED2D } from '#core/models/known/samMed2d.ts';
import { SAM_TRANSFORMERS } from '#core/models/known/samTransformers.ts';
import type { TensorInfo } from '#core/models/session.ts';

export const KNOWN_MODELS: readonly KnownModel[] = [SAM, MEDSAM, LITE_MEDSAM, SAM_MED2D, SAM_TRANSFORMERS, MEDSAM_TRANSFORMERS, EFFICIENT_SAM, SAM2_SAMEXPORTER, SAM2_COMMUNITY];

/** An ONNX file by what it says of itself. */
export interface GraphFacts { readonly file: string; readonly inputs: readonly TensorInfo[]; readonly outputs: readonly TensorInfo[] }

/** Tensors that the files lack, of the known model that they come nearest to. */
export interface Lack { readonly role: 'encoder' | 'decoder'; readonly side: 'inputs' | 'outputs'; readonly tensor: KnownTensor }

/** A tensor that the nearest known model has none of. */
export interface Unexpected { readonly file: string; readonly side: 'inputs' | 'outputs'; readonly tensor: TensorInfo }

export type Match =
  /** Several where the files alone cannot tell (SAM and MedSAM have the same tensors): the user says which it is. */
  | { readonly state: 'matched'; readonly models: readonly { readonly known: KnownModel; readonly encoder: string; readonly decoder: string }[] }
  | { readonly state: 'lacking'; readonly nearest: KnownModel; readonly lacks: readonly Lack[]; readonly unexpected: readonly Unexpected[] };

/** Which known models the files may be, by names and shapes of their tensors. */
export function matchModel(files: readonly GraphFacts[]): Match {
  const tried = KNOWN_MODELS.map((known) => {
    const encoder = nearestFile(files, known, 'encoder'), decoder = nearestFile(files, known, 'decoder');
    return { known, encoder, decoder, lacks: [...encoder.lacks, ...decoder.lacks] };
  });
  const fitting = tried.filter(({ lacks }) => lacks.length === 0);
  if (fitting.length > 0) return { state: 'matched', models: fitting.map(({ known, encoder, decoder }) => ({ known, encoder: encoder.file, decoder: decoder.file })) };
  const nearest = tried.reduce((best, it) => (share(it) < share(best) ? it : best));
  return { state: 'lacking', nearest: nearest.known, lacks: nearest.lacks, unexpected: files.flatMap((file) => unexpectedIn(file, nearest.known)) };
}

function unexpectedIn(file: GraphFacts, { encoder, decoder }: KnownModel): readonly Unexpected[] {
  return (['inputs', 'outputs'] as const).flatMap((side) => file[side]
    .filter((tensor) => ![...encoder[side], ...decoder[side]].some((it) => fits(tensor, it, file[side].length)))
    .map((tensor) => ({ file: file.file, side, tensor })));
}

/** An encoder of one known model beside the decoder of another, in words for a fault; null where that is not what is wrong. */
export function mixedParts(files: readonly GraphFacts[]): { readonly expected: string; readonly came: string } | null {
  const whole = (role: 'encoder' | 'decoder') => KNOWN_MODELS.map((known) => ({ known, ...nearestFile(files, known, role) })).find(({ lacks }) => lacks.length === 0);
  const encoder = whole('encoder'), decoder = whole('decoder');
  if (!encoder || !decoder || encoder.file === decoder.file) return null;
  return { expected: `${encoder.file} (an encoder of ${encoder.known.title}) with a decoder of the same model`, came: `${decoder.file} (a decoder of ${decoder.known.title})` };
}

function share({ known, lacks }: { readonly known: KnownModel; readonly lacks: readonly Lack[] }): number {
  const { encoder, decoder } = known;
  return lacks.length / (encoder.inputs.length + encoder.outputs.length + decoder.inputs.length + decoder.outputs.length);
}

function nearestFile(files: readonly GraphFacts[], known: KnownModel, role: 'encoder' | 'decoder'): { readonly file: string; readonly lacks: readonly Lack[] } {
  const nothing: GraphFacts = { file: '', inputs: [], outputs: [] };
  const tried = [nothing, ...files].map((file) => ({
    file: file.file,
    lacks: (['inputs', 'outputs'] as const).flatMap((side) => known[role][side].filter((tensor) => !file[side].some((it) => fits(it, tensor, file[side].length))).map((tensor) => ({ role, side, tensor }))),
  }));
  return tried.reduce((best, it) => (it.lacks.length < best.lacks.length ? it : best));
}

function fits(got: TensorInfo, { name, dims }: KnownTensor, among: number): boolean {
  const isNamed = name === ANY ? among === 1 : got.name === name;
  return isNamed && got.dims.length === dims.length && dims.every((size, at) => typeof size === 'string' || typeof got.dims[at] === 'string' || got.dims[at] === size || got.dims[at] === -1);
}
