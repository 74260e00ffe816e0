import { baseName } from '#core/num/baseName.ts';
import type { DeviceNeeds } from '#core/models/known/deviceFit.ts';
import { KNOWN_MODELS } from '#core/models/known/matchModel.ts';
import type { KnownModel } from '#core/models/known/knownModel.ts';

/** A file of a public model. Without a digest, the one that first arrives is recorded. */
export interface PublicFile { readonly file: string; readonly url: string; readonly bytes: number; readonly sha256?: string | undefined }

/** A model that anybody may download, as its publisher keeps it. */
export interface PublicModel extends DeviceNeeds {
  readonly id: string;
  readonly name: string;
  /** Which known way of export it is; its prompts, windows and resizing come from there. */
  readonly known: KnownModel['id'];
  readonly licence: string;
  /** The page of its publisher. */
  readonly source: string;
  readonly files: readonly PublicFile[];
  /** What one should know before choosing it. */
  readonly note: string;
}

/** Attention of a ViT of 12 heads over 64 × 64 tokens: what a binding must hold at once, in bytes. */
const vitAttention = (bytesPerValue: number): number => 12 * 4096 ** 2 * bytesPerValue;

const hub = (repository: string, file: string, revision = 'main'): Pick<PublicFile, 'file' | 'url'> => ({ file: baseName(file), url: `https://huggingface.co/${repository}/resolve/${revision}/${file}` });

/** A decoder of transformers.js in 8 bits is the same size for every model of SAM's kind. */
const QUANTIZED_DECODER_BYTES = 4_903_810;
const SLIMSAM = 'Xenova/slimsam-77-uniform';
const SLIMSAM_REVISION = '5850ab45f587c112167512ffef949107115e26a0';
const SAM21 = 'onnx-community/sam2.1-hiera-tiny-ONNX';
const EFFICIENT = 'yunyangx/EfficientSAM';
const EFFICIENT_REVISION = '1cf49585c39567bfc49e991ab8eb31f491ad4877';

export const CATALOGUE_MODELS: readonly PublicModel[] = [
  {
    id: 'efficientsam-ti', name: 'EfficientSAM-Ti', known: 'efficientsam', licence: 'Apache-2.0', source: `https://huggingface.co/${EFFICIENT}`, precision: 'fp32',
    note: 'Trained on photographs. Small enough for a first try; takes no clicks to leave out.',
    files: [
      { ...hub(EFFICIENT, 'efficientsam_ti_encoder.onnx', EFFICIENT_REVISION), bytes: 24_799_761, sha256: '84ed466ffcc5c1f8d08409bc34a23bb364ab2c15e402cb12d4335a42be0e0951' },
      { ...hub(EFFICIENT, 'efficientsam_ti_decoder.onnx', EFFICIENT_REVISION), bytes: 16_565_728, sha256: 'a62f8fa5ea080447c0689418d69e58f1e83e0b7adf9c142e2bd9bcc8045c0b11' },
    ],
  },
  {
    id: 'sam2.1-hiera-tiny', name: 'SAM 2.1 tiny (encoder in half precision)', known: 'sam2-onnx-community', licence: 'Apache-2.0', source: `https://huggingface.co/${SAM21}`, precision: 'fp16',
    note: 'Trained on photographs and films; here it segments single slices.',
    files: [
      { ...hub(SAM21, 'onnx/vision_encoder_fp16.onnx'), bytes: 314_925, sha256: '7773e79d589dada8e1e630cc7eb18b17b2c5b4faeb1eaab5ebf9df618ecbd50a' },
      { ...hub(SAM21, 'onnx/vision_encoder_fp16.onnx_data'), bytes: 67_005_504, sha256: 'a4dd3759e9b6a476d991fb3493787992e78777e51462695e1bede71ae258103e' },
      { ...hub(SAM21, 'onnx/prompt_encoder_mask_decoder.onnx'), bytes: 213_114, sha256: '874414704c5d686db7d206a35f6e15d26563d50c8c4468fccc6739bd7e491dcf' },
      { ...hub(SAM21, 'onnx/prompt_encoder_mask_decoder.onnx_data'), bytes: 20_958_208, sha256: 'e9874d900dd4134ed60eab1e97910327c2419e0b2954485d8fd6e7f1a1470f47' },
    ],
  },
  {
    id: 'slimsam-77', name: 'SlimSAM-77', known: 'sam-transformers', licence: 'Apache-2.0', source: `https://huggingface.co/${SLIMSAM}`, precision: 'fp32', largestTensorBytes: vitAttention(4),
    note: 'SAM pruned by 77 %, trained on photographs; its attention is as large as ViT-B\'s.',
    files: [
      { ...hub(SLIMSAM, 'onnx/vision_encoder.onnx', SLIMSAM_REVISION), bytes: 23_276_014, sha256: '9f8433273a6750b587779baa0cf5508111001bf7e7acfcf585d370139fd366d0' },
      { ...hub(SLIMSAM, 'onnx/prompt_encoder_mask_decoder.onnx', SLIMSAM_REVISION), bytes: 16_557_892, sha256: 'f4514391764fbd56e08e119060d874ecd7d52994bfb1968af159e12d4943b5bb' },
    ],
  },
  {
    id: 'slimsam-77-int8', name: 'SlimSAM-77 in 8 bits', known: 'sam-transformers', licence: 'Apache-2.0', source: `https://huggingface.co/${SLIMSAM}`, precision: 'int8',
    note: 'The smallest download, for the processor.',
    files: [
      { ...hub(SLIMSAM, 'onnx/vision_encoder_quantized.onnx', SLIMSAM_REVISION), bytes: 8_882_165 },
      { ...hub(SLIMSAM, 'onnx/prompt_encoder_mask_decoder_quantized.onnx', SLIMSAM_REVISION), bytes: QUANTIZED_DECODER_BYTES },
    ],
  },
  {
    id: 'sam-vit-base-int8', name: 'SAM ViT-B in 8 bits', known: 'sam-transformers', licence: 'Apache-2.0', source: 'https://huggingface.co/Xenova/sam-vit-base', precision: 'int8',
    note: 'The original SAM, trained on photographs.',
    files: [
      { ...hub('Xenova/sam-vit-base', 'onnx/vision_encoder_quantized.onnx'), bytes: 101_088_469, sha256: 'd9d7bca3b256ab71b3b7cdc35839983bc8ebaf68ea9022f15805ac43955cd247' },
      { ...hub('Xenova/sam-vit-base', 'onnx/prompt_encoder_mask_decoder_quantized.onnx'), bytes: QUANTIZED_DECODER_BYTES, sha256: 'cb90b279f549d2cab7fd6e20c38522438c65d84bdcca3d2a764cff7d857fdce2' },
    ],
  },
  {
    id: 'medsam-vit-base-int8', name: 'MedSAM ViT-B in 8 bits (clicks only)', known: 'medsam-transformers', licence: 'Apache-2.0', source: 'https://huggingface.co/Xenova/medsam-vit-base', precision: 'int8',
    note: 'MedSAM was trained with boxes, and this export takes clicks only: expect less of it than its authors report. With a box, export it yourself (tools/export).',
    files: [
      { ...hub('Xenova/medsam-vit-base', 'onnx/vision_encoder_quantized.onnx'), bytes: 101_088_469 },
      { ...hub('Xenova/medsam-vit-base', 'onnx/prompt_encoder_mask_decoder_quantized.onnx'), bytes: QUANTIZED_DECODER_BYTES },
    ],
  },
];

/** The known model that a catalogued one is an export of. */
export function knownOf({ known }: PublicModel): KnownModel {
  const found = KNOWN_MODELS.find(({ id }) => id === known);
  if (!found) throw new TypeError(`the catalogue names no known model: ${known}`);
  return found;
}
