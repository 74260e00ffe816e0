import type { FaultEntry } from '#core/faultCatalogue/faultEntry.ts';

/** Model files, manifests, networks and what runs them. */
export const MODELS_FAULTS = {
  'manifest-unreadable': { severity: 'error', reason: 'This is not a manifest that describes a model.', remedy: 'Correct the named place, or use the manifest that came with the model.' },
  'model-changed': { severity: 'error', reason: 'A model file is not the one that its manifest names.', remedy: 'Download the model again, or correct the manifest.' },
  'model-file-missing': { severity: 'error', reason: 'A file that the model needs is missing.', remedy: 'Give all files of the model together.' },
  'model-family-unknown': { severity: 'error', reason: 'IsoDice does not know this family of models.', remedy: 'Choose a model of a family that is listed.' },
  'model-not-loaded': { severity: 'error', reason: 'The model is not loaded.', remedy: 'Load it first.' },
  'model-run-failed': { severity: 'error', reason: 'The network failed while it ran.', remedy: 'Try the other device; report the details if it fails there too.' },
  'model-tensors-differ': { severity: 'error', reason: 'The network\'s inputs or outputs are not those that its manifest names.', remedy: 'Correct the manifest, or export the network again.' },
  'onnx-unreadable': { severity: 'error', reason: 'This is not a readable ONNX model.', remedy: 'Choose the .onnx file itself; export it again if it is damaged.' },
  'prompts-unreadable': { severity: 'error', reason: 'These are not prompts saved by IsoDice.', remedy: 'Choose a file that IsoDice exported.' },
  'rewrite-refused': { severity: 'error', reason: 'This network has a step that cannot be rewritten exactly for WebGPU.', remedy: 'Run it on WASM, or export it with the step changed.' },
  'model-not-finite': { severity: 'error', reason: 'The model gave values that are not numbers.', remedy: 'Run it on WASM or in fp32; in fp16 large values overflow.' },
  'nnunet-channels': { severity: 'error', reason: 'This nnU-Net model wants other images than it was given.', remedy: 'Give one image per channel, in the order of dataset.json.' },
  'nnunet-configuration-missing': { severity: 'error', reason: 'plans.json does not have this configuration.', remedy: 'Choose one of those it has.' },
  'nnunet-fold-missing': { severity: 'error', reason: 'A fold of this nnU-Net model is missing.', remedy: 'Add its ONNX file, or choose the folds that are there.' },
  'nnunet-intensity': { severity: 'error', reason: 'The intensities are not what this model was trained on.', remedy: 'Check that the right image is loaded for this channel.' },
  'nnunet-plans-invalid': { severity: 'error', reason: 'A file of this nnU-Net model does not read as nnU-Net v2 writes it.', remedy: 'Use the plans.json and dataset.json of the trained model folder.' },
  'nnunet-unsupported': { severity: 'error', reason: 'This nnU-Net model uses something that IsoDice cannot do exactly.', remedy: 'Export the 3d_fullres or 3d_lowres configuration with default resampling.' },
  'prediction-over-memory': { severity: 'error', reason: 'Predicting this volume needs more memory than there is for it.', remedy: 'Use a smaller volume, fewer classes or a coarser configuration.' },
  'embedding-unreadable': { severity: 'error', reason: 'These are not embeddings that IsoDice saved.', remedy: 'Choose a file that IsoDice exported; embeddings can also be computed again.' },
  'embeddings-none': { severity: 'notice', reason: 'No embedding of this image is stored.', remedy: 'Visit some slices with a model first.' },
  'embedding-of-another': { severity: 'error', reason: 'These embeddings are of another image.', remedy: 'Open the image that they were made from, with the same file and the same answers to its questions.' },
} as const satisfies Record<string, FaultEntry>;
