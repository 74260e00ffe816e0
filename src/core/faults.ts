/**
 * The catalogue of things that can go wrong for a user. A fault is a value, not an exception: it says what was
 * expected, what came and what to do. Programmers' mistakes throw ordinary errors instead.
 */
export type Severity = 'error' | 'warning' | 'question' | 'notice';

interface Entry {
  readonly severity: Severity;
  readonly reason: string;
  readonly remedy: string;
}

/** One line per thing that can go wrong; codes are stable, because exported reports and tests name them. */
export const CATALOGUE = {
  'cancelled': { severity: 'notice', reason: 'The work was cancelled.', remedy: 'Start it again when you need it.' },
  'internal': { severity: 'error', reason: 'Something failed inside IsoDice.', remedy: 'Copy the details and report them; your session is kept.' },
  'gpu-emulated': { severity: 'notice', reason: 'This browser emulates its graphics card in software, which is slower than the processor itself.', remedy: 'Turn on hardware acceleration in the browser\'s settings to use a graphics card.' },
  'gpu-lost': { severity: 'error', reason: 'The graphics device was lost while a network ran.', remedy: 'It is started anew; repeat the prompt. If it happens again, choose the WASM device.' },
  'gpu-missing': { severity: 'notice', reason: 'This browser offers no WebGPU device.', remedy: 'Networks run on the processor instead; a current Chrome or Edge with hardware acceleration is faster.' },
  'runtime-failed': { severity: 'error', reason: 'The runtime for networks could not be started on this device.', remedy: 'Another device is tried; otherwise reload the page, or use a current browser.' },
  'worker-failed': { severity: 'error', reason: 'A background worker stopped.', remedy: 'Repeat the step; if it fails again, reload the page.' },
  'file-unreachable': { severity: 'error', reason: 'A file could not be fetched.', remedy: 'Check the address; only files of this server can be opened.' },
  'manifest-unreadable': { severity: 'error', reason: 'This is not a manifest that describes a model.', remedy: 'Correct the named place, or use the manifest that came with the model.' },
  'model-changed': { severity: 'error', reason: 'A model file is not the one that its manifest names.', remedy: 'Download the model again, or correct the manifest.' },
  'model-file-missing': { severity: 'error', reason: 'A file that the model needs is missing.', remedy: 'Give all files of the model together.' },
  'model-family-unknown': { severity: 'error', reason: 'IsoDice does not know this family of models.', remedy: 'Choose a model of a family that is listed.' },
  'model-not-loaded': { severity: 'error', reason: 'The model is not loaded.', remedy: 'Load it first.' },
  'model-run-failed': { severity: 'error', reason: 'The network failed while it ran.', remedy: 'Try the other device; report the details if it fails there too.' },
  'model-tensors-differ': { severity: 'error', reason: 'The network\'s inputs or outputs are not those that its manifest names.', remedy: 'Correct the manifest, or export the network again.' },
  'volume-not-open': { severity: 'error', reason: 'This image is not open.', remedy: 'Open it again.' },
  'reference-not-open': { severity: 'error', reason: 'There is no expert\'s mask for this image.', remedy: 'Open one beside it.' },
  'onnx-unreadable': { severity: 'error', reason: 'This is not a readable ONNX model.', remedy: 'Choose the .onnx file itself; export it again if it is damaged.' },
  'prompts-unreadable': { severity: 'error', reason: 'These are not prompts saved by IsoDice.', remedy: 'Choose a file that IsoDice exported.' },
  'rewrite-refused': { severity: 'error', reason: 'This network has a step that cannot be rewritten exactly for WebGPU.', remedy: 'Run it on WASM, or export it with the step changed.' },
  'stats-no-values': { severity: 'error', reason: 'There is no value to compute with: all are missing.', remedy: 'Choose a metric that was measured, or another filter.' },
  'stats-one-group': { severity: 'error', reason: 'There is only one group with values, so there is nothing to compare.', remedy: 'Choose an attribute with at least two groups, or widen the filter.' },
  'stats-group-too-small': { severity: 'warning', reason: 'A group has too few values for this method.', remedy: 'Merge groups, widen the filter, or read the individual values.' },
  'stats-all-equal': { severity: 'notice', reason: 'All values are equal, so there is no spread to compare.', remedy: 'Choose another metric, or read the common value.' },
  'stats-not-finite': { severity: 'error', reason: 'Infinite values have no mean.', remedy: 'Use a rank-based method, or leave out the cases with an empty mask.' },
  'stats-constant-covariate': { severity: 'error', reason: 'A covariate has the same value for everyone.', remedy: 'Remove it from the adjustment.' },
  'stats-collinear': { severity: 'error', reason: 'The covariates repeat one another, so their effects cannot be told apart.', remedy: 'Remove one of them.' },
  'stats-separation': { severity: 'error', reason: 'A covariate separates the outcomes perfectly, so the estimate is infinite.', remedy: 'Merge groups or remove that covariate; the counts themselves tell the story.' },
  'stats-complete-separation': { severity: 'warning', reason: 'The groups do not overlap at all, so this statistic is infinite.', remedy: 'Use the permutation test.' },
  'stats-too-few-rows': { severity: 'error', reason: 'There are too few complete rows for this many parameters.', remedy: 'Remove covariates, or widen the filter.' },
  'stats-not-converged': { severity: 'error', reason: 'The fit did not settle.', remedy: 'Use fewer covariates, or a rank-based method.' },
  'stats-out-of-range': { severity: 'error', reason: 'A value lies outside the range of this method.', remedy: 'Choose another metric or another setting.' },
  'stats-perfect-group': { severity: 'notice', reason: 'The best group has no error at all, so a ratio of errors is undefined.', remedy: 'Read the gap instead.' },
  'stats-no-match': { severity: 'error', reason: 'No pair of subjects is near enough to be matched.', remedy: 'Widen the caliper, or use weighting.' },
  'viewer-volume-too-large': { severity: 'error', reason: 'The image is larger than this graphics device can hold.', remedy: 'Open a cropped or downsampled image, or use a device with more graphics memory.' },
  'viewer-volume-unreadable': { severity: 'error', reason: 'The viewer could not show this image.', remedy: 'Open it again; if it fails again, report the details.' },
  'affine-not-finite': { severity: 'question', reason: 'The position of the image in the patient is not given in finite numbers.', remedy: 'Say how the image lies (for example RAS) and how far apart its voxels are, or export it again.' },
  'affine-singular': { severity: 'question', reason: 'The position of the image in the patient is flat: two axes of the array point the same way, or one has no length.', remedy: 'Say how the image lies (for example RAS) and how far apart its voxels are, or export it again.' },
  'affine-replaced': { severity: 'warning', reason: 'The position that the file prefers is unusable, so its other one was taken.', remedy: 'Check left and right against the original.' },
  'affine-sheared': { severity: 'notice', reason: 'The axes of the image do not meet at right angles.', remedy: 'Distances in mm treat them as if they did; resample the image where that matters.' },
  'affines-disagree': { severity: 'notice', reason: 'The file gives two positions in the patient that differ; the one by matrix (sform) was taken.', remedy: 'Check left and right against the original.' },
  'dicom-later': { severity: 'error', reason: 'This is a DICOM file; IsoDice does not open DICOM yet.', remedy: 'Convert the series to NIfTI (for example with dcm2niix) and open that.' },
  'file-empty': { severity: 'error', reason: 'The file is empty.', remedy: 'Copy or export it again.' },
  'format-unknown': { severity: 'error', reason: 'This is not an image format that IsoDice opens.', remedy: 'Open NIfTI (.nii, .nii.gz) or 8-bit PNG.' },
  'gzip-bomb': { severity: 'error', reason: 'The compressed file unpacks to far more than it may.', remedy: 'Do not trust this file; export the image again.' },
  'gzip-damaged': { severity: 'error', reason: 'The compressed file is damaged.', remedy: 'Copy or download it again.' },
  'gzip-nested': { severity: 'error', reason: 'The file was compressed twice.', remedy: 'Unpack it once and open the result.' },
  'gzip-trailing': { severity: 'notice', reason: 'Bytes behind the end of the compressed data were ignored.', remedy: 'Nothing needs doing; the image itself is intact.' },
  'gzip-truncated': { severity: 'error', reason: 'The compressed file ends too early.', remedy: 'Copy or download it again.' },
  'labels-repeated': { severity: 'error', reason: 'The label list names one thing twice.', remedy: 'Give every label one value and one name.' },
  'labels-unnamed': { severity: 'notice', reason: 'Some labels in the mask have no name in the list.', remedy: 'They are called by their number; name them by hand if you like.' },
  'labels-unreadable': { severity: 'error', reason: 'This is not a label list that IsoDice knows.', remedy: 'Use an nnU-Net dataset.json, a JSON object of names and numbers, or an ITK-SNAP label description.' },
  'labels-value': { severity: 'error', reason: 'A label in the list has no whole number, or no name.', remedy: 'Give every label a whole number from 0 and a name.' },
  'mask-empty': { severity: 'warning', reason: 'The mask is empty: every voxel is background.', remedy: 'Check that it is the right file.' },
  'mask-grid-mismatch': { severity: 'error', reason: 'The mask does not lie where the image lies.', remedy: 'Choose the mask of this image, or export it on the grid of the image.' },
  'mask-is-image': { severity: 'error', reason: 'This looks like an image, not like a mask.', remedy: 'Choose the file with the labels; a mask has few values, each in patches.' },
  'mask-not-integer': { severity: 'error', reason: 'A mask must hold whole numbers.', remedy: 'Export labels instead of probabilities, or round them at a threshold of your choice.' },
  'mask-resampled': { severity: 'notice', reason: 'The mask covers the same space as the image on another grid, and was carried over to the nearest voxel.', remedy: 'For exact figures use a mask on the grid of the image.' },
  'mask-rounded': { severity: 'notice', reason: 'The values of the mask are whole numbers only after rounding.', remedy: 'Nothing needs doing; they were within rounding error.' },
  'map-covariate-missing': { severity: 'error', reason: 'A covariate is missing for some subjects of the maps.', remedy: 'Leave those subjects out, or remove the covariate.' },
  'map-group-too-small': { severity: 'error', reason: 'A group has too few subjects for a map of differences.', remedy: 'Merge groups or widen the filter; the single maps can be read.' },
  'map-no-bins': { severity: 'error', reason: 'No part of the organ was covered in enough subjects.', remedy: 'Choose another organ, or lower the number of subjects that each bin needs.' },
  'map-organ-absent': { severity: 'error', reason: 'The expert\'s mask does not hold this organ.', remedy: 'Choose another organ or another case.' },
  'map-organ-in-pieces': { severity: 'error', reason: 'The organ is in two or more pieces, so that directions from its centre mean nothing.', remedy: 'Check the expert\'s mask, or map the pieces as organs of their own.' },
  'map-organ-strays': { severity: 'notice', reason: 'Small pieces lie beside the organ and were mapped with it.', remedy: 'Check the expert\'s mask if that is not meant.' },
  'map-organ-tiny': { severity: 'error', reason: 'The organ has too few voxels for a map.', remedy: 'Use an image of finer resolution.' },
  'map-organ-truncated': { severity: 'notice', reason: 'The organ reaches the edge of the image; what lies there was left out of the map.', remedy: 'Read the masked parts as unknown, and the others with care: the centre is that of the part in view.' },
  'map-prediction-empty': { severity: 'error', reason: 'The prediction is empty, so it has no surface to map.', remedy: 'Count this case as missed; Dice does.' },
  'map-prediction-fills': { severity: 'error', reason: 'The prediction fills the image.', remedy: 'Check that the right label was chosen.' },
  'map-unreadable': { severity: 'error', reason: 'These bytes are not stored error maps.', remedy: 'Load the results again; if it fails again, compute the maps anew.' },
  'masks-none': { severity: 'error', reason: 'No mask was given.', remedy: 'Choose at least one mask.' },
  'masks-overlap': { severity: 'notice', reason: 'Masks overlap; in a voxel that several claim the last one counts.', remedy: 'Compare the masks one by one where the overlap matters.' },
  'nifti-colour': { severity: 'error', reason: 'This image holds colours or complex numbers, not one intensity per voxel.', remedy: 'Export the intensities as a scalar image.' },
  'nifti-datatype': { severity: 'error', reason: 'The header names a kind of number that IsoDice does not read.', remedy: 'Export the image as a whole-number or 32/64-bit float type.' },
  'nifti-dims': { severity: 'error', reason: 'The header gives sizes that no image has.', remedy: 'Export the image again.' },
  'nifti-header': { severity: 'error', reason: 'The NIfTI header is damaged or incomplete.', remedy: 'Export the image again.' },
  'nifti-pair': { severity: 'error', reason: 'This is one half of a .hdr and .img pair.', remedy: 'Convert the pair to a single .nii or .nii.gz file.' },
  'nifti-truncated': { severity: 'error', reason: 'The file ends before its image does.', remedy: 'Copy or download it again.' },
  'no-orientation': { severity: 'question', reason: 'The file does not say how the image lies in the patient.', remedy: 'Say which way its axes run (for example RAS: right, anterior, superior).' },
  'no-spacing': { severity: 'question', reason: 'The file does not say how far apart its voxels are.', remedy: 'Give the spacing in mm.' },
  'option-invalid': { severity: 'error', reason: 'An answer given for this file cannot be used.', remedy: 'Correct it and open the file again.' },
  'png-damaged': { severity: 'error', reason: 'The PNG file is damaged.', remedy: 'Copy or export it again.' },
  'png-colour': { severity: 'notice', reason: 'The colours of the picture were turned into brightness.', remedy: 'For exact intensities export it as greyscale.' },
  'png-kind': { severity: 'error', reason: 'This is a kind of PNG that IsoDice does not read.', remedy: 'Export it as an ordinary greyscale PNG of 8 bits.' },
  'png-mask-colour': { severity: 'error', reason: 'This PNG holds colours, and a mask must hold one number per pixel.', remedy: 'Export the mask as a greyscale or palette PNG.' },
  'spacing-disagrees': { severity: 'notice', reason: 'The voxel sizes in the header differ from those of its position matrix, which was taken.', remedy: 'Check a known length.' },
  'units-assumed': { severity: 'notice', reason: 'The file names no unit of length; millimetres were taken, as its voxel sizes suggest.', remedy: 'If that is wrong, choose the unit and open it again.' },
  'units-unclear': { severity: 'question', reason: 'The voxel sizes make no sense for a patient in the unit that the file names, or it names none.', remedy: 'Say which unit its lengths are in.' },
  'volume-not-finite': { severity: 'notice', reason: 'Voxels without a finite value were set to the smallest finite one.', remedy: 'Nothing needs doing where they lie outside the body.' },
  'volume-no-values': { severity: 'error', reason: 'No voxel of the image has a finite value.', remedy: 'Export the image again.' },
  'volume-over-memory': { severity: 'error', reason: 'The image is larger than the memory that IsoDice may use for it.', remedy: 'Crop or downsample it first.' },
  'which-volume': { severity: 'question', reason: 'The file holds several volumes.', remedy: 'Choose one of them.' },
  'webgl-context-lost': { severity: 'warning', reason: 'The graphics device was lost; the image is not shown.', remedy: 'It is rebuilt as soon as the browser gives it back; otherwise press Rebuild the view. Masks and prompts are kept.' },
  'webgl-missing': { severity: 'error', reason: 'This browser offers no WebGL2, which the viewer draws with.', remedy: 'Turn on hardware acceleration or use a current Chrome, Edge, Firefox or Safari.' },
  'model-not-finite': { severity: 'error', reason: 'The model gave values that are not numbers.', remedy: 'Run it on WASM or in fp32; in fp16 large values overflow.' },
  'nnunet-channels': { severity: 'error', reason: 'This nnU-Net model wants other images than it was given.', remedy: 'Give one image per channel, in the order of dataset.json.' },
  'nnunet-configuration-missing': { severity: 'error', reason: 'plans.json does not have this configuration.', remedy: 'Choose one of those it has.' },
  'nnunet-fold-missing': { severity: 'error', reason: 'A fold of this nnU-Net model is missing.', remedy: 'Add its ONNX file, or choose the folds that are there.' },
  'nnunet-intensity': { severity: 'error', reason: 'The intensities are not what this model was trained on.', remedy: 'Check that the right image is loaded for this channel.' },
  'nnunet-plans-invalid': { severity: 'error', reason: 'A file of this nnU-Net model does not read as nnU-Net v2 writes it.', remedy: 'Use the plans.json and dataset.json of the trained model folder.' },
  'nnunet-unsupported': { severity: 'error', reason: 'This nnU-Net model uses something that IsoDice cannot do exactly.', remedy: 'Export the 3d_fullres or 3d_lowres configuration with default resampling.' },
  'prediction-over-memory': { severity: 'error', reason: 'Predicting this volume needs more memory than there is for it.', remedy: 'Use a smaller volume, fewer classes or a coarser configuration.' },
  'recipe-invalid': { severity: 'error', reason: 'This audit recipe does not say what an audit needs.', remedy: 'Correct the field named here, or make a new recipe on the audit page.' },
  'recipe-column-missing': { severity: 'error', reason: 'The recipe names a column that the table does not have.', remedy: 'Choose the table that the recipe was made for, or correct the column in the recipe.' },
  'recipe-level-missing': { severity: 'error', reason: 'The recipe names a group that no subject belongs to.', remedy: 'Choose a reference group that occurs in the table.' },
  'age-implausible': { severity: 'error', reason: 'This age is no age of a person; the value is left out.', remedy: 'Correct the table, or check that the right column was chosen as age.' },
  'bmi-implausible': { severity: 'error', reason: 'This body mass index is none of a person; the value is left out.', remedy: 'Correct the table, or check the units of height and weight.' },
  'height-implausible': { severity: 'error', reason: 'This height or weight is none of a person; the value is left out.', remedy: 'Correct the table, or check the unit of the column.' },
  'height-holds-bmi': { severity: 'question', reason: 'The height column holds what look like body mass indices.', remedy: 'Choose that column as BMI, or correct the table.' },
  'unit-assumed': { severity: 'notice', reason: 'The unit of a column was taken from its values.', remedy: 'Check it, and choose another if it is wrong.' },
  'cell-unreadable': { severity: 'warning', reason: 'A cell holds neither a value nor a word for a missing one; the value is left out.', remedy: 'Correct the cell, or choose another column.' },
  'sex-coding-unconfirmed': { severity: 'question', reason: 'Sex is written in codes whose meaning differs between data sets.', remedy: 'Say what each code means; until then the values stand as they are written.' },
  'column-missing': { severity: 'error', reason: 'A column that is needed was not found.', remedy: 'Choose the column by hand, or correct its name.' },
  'id-doubtful': { severity: 'question', reason: 'Two ids may be the same subject.', remedy: 'Confirm the match, or leave it out.' },
  'id-duplicate': { severity: 'error', reason: 'One id stands for several cases.', remedy: 'Rename the files so that each case has its own id.' },
  'id-missing': { severity: 'error', reason: 'A row has no id, so it belongs to nobody.', remedy: 'Fill in the id, or delete the row.' },
  'case-without-subject': { severity: 'warning', reason: 'A case has no row in the table.', remedy: 'Add the row; until then its attributes are unknown, which is a group of its own.' },
  'subject-without-case': { severity: 'warning', reason: 'A row of the table has no case.', remedy: 'Add the files, or ignore the row.' },
  'case-without-image': { severity: 'warning', reason: 'A mask has no image.', remedy: 'Add the image; without it only masks can be compared.' },
  'case-without-reference': { severity: 'warning', reason: 'An image has no mask of an expert.', remedy: 'Add the mask; without it nothing can be measured.' },
  'case-files-several': { severity: 'question', reason: 'Several files claim to be the same part of one case.', remedy: 'Keep one of them.' },
  'label-map-unnamed': { severity: 'question', reason: 'A label map comes without the names of its labels.', remedy: 'Name them, or add the dataset.json.' },
  'layout-unknown': { severity: 'error', reason: 'These files are in no layout that IsoDice knows.', remedy: 'Use nnU-Net, TotalSegmentator, AMOS, KiTS or BIDS, or folders "images" and "labels" with a table.' },
  'files-junk': { severity: 'notice', reason: 'Files that a computer adds for itself were passed over.', remedy: 'Nothing to do.' },
  'text-not-utf8': { severity: 'notice', reason: 'The text is not UTF-8 and was read as Western European (Latin-1).', remedy: 'Check letters with accents; save the table as UTF-8 if they are wrong.' },
  'table-ragged': { severity: 'notice', reason: 'Rows have fewer or more cells than the header.', remedy: 'Check the rows named here; missing cells are missing values, and cells beyond the header are passed over.' },
  'table-merged-cells': { severity: 'notice', reason: 'The sheet has merged cells; each stands for all it covers.', remedy: 'Check the rows named here.' },
  'cell-formula': { severity: 'notice', reason: 'Cells begin like spreadsheet formulas; they are kept as text and written with a mark before them.', remedy: 'Nothing to do.' },
  'json-unreadable': { severity: 'error', reason: 'This is not readable JSON of the kind that was expected.', remedy: 'Export it again, or choose another file.' },
  'xlsx-unreadable': { severity: 'error', reason: 'This is not a readable XLSX workbook.', remedy: 'Save it again as .xlsx, or as CSV.' },
  'zip-unreadable': { severity: 'error', reason: 'This is not a readable zip file.', remedy: 'Make it again without encryption, or unpack it and choose the folder.' },
  'zip-bomb': { severity: 'error', reason: 'The zip file unpacks to far more than it may.', remedy: 'Do not trust it; unpack it elsewhere if you know what it is.' },
  'zip-path-refused': { severity: 'error', reason: 'A path in the zip file leads out of its folder.', remedy: 'The entry is left out; do not trust the file.' },
  'results-unknown': { severity: 'error', reason: 'These are results in no format that IsoDice knows.', remedy: 'Use a long table with the columns case, model, organ, metric and value.' },
  'score-out-of-range': { severity: 'error', reason: 'A score lies outside 0 to 1; the value is left out.', remedy: 'Divide percentages by 100, or check which column is which metric.' },
  'result-case-twice': { severity: 'error', reason: 'One case has two values of one organ, metric and model, and they differ.', remedy: 'Keep one of the two.' },
  'cohort-unreadable': { severity: 'error', reason: 'This is not a cohort that IsoDice saved.', remedy: 'Choose a file that IsoDice exported.' },
  'cohort-newer': { severity: 'error', reason: 'The cohort was saved by a newer version of IsoDice.', remedy: 'Update the program, then open it again.' },
  'table-empty': { severity: 'error', reason: 'The table has no rows.', remedy: 'Choose a table with a header and at least one row.' },
  'table-unreadable': { severity: 'error', reason: 'This text cannot be read as a table.', remedy: 'Save it as CSV with one header line and the same number of cells in every row.' },
  'table-not-a-number': { severity: 'error', reason: 'A cell that should hold a number holds something else.', remedy: 'Correct the cell, or add its text to the words that stand for a missing value.' },
  'table-subject-differs': { severity: 'error', reason: 'Two rows of one subject disagree about who the subject is.', remedy: 'Correct the table so that each subject has one value.' },
} as const satisfies Record<string, Entry>;

export type FaultCode = keyof typeof CATALOGUE;

/** A named fault as it travels between rooms, threads and reports. Plain data: it survives structured cloning. */
export interface Fault {
  readonly code: FaultCode;
  readonly severity: Severity;
  readonly reason: string;
  readonly remedy: string;
  readonly expected?: string;
  readonly came?: string;
  /** The file, row, tensor or subject that it concerns. */
  readonly where?: string;
}

export interface FaultDetails {
  readonly expected?: string;
  readonly came?: string;
  readonly where?: string;
}

/** The fault of this code, with what was expected and what came. */
export function fault(code: FaultCode, details: FaultDetails = {}): Fault {
  return { code, ...CATALOGUE[code], ...details };
}

/** Either a value or the fault that stands in its place. */
export type Result<T> = { readonly state: 'done'; readonly value: T } | { readonly state: 'failed'; readonly fault: Fault };

export function done<T>(value: T): Result<T> {
  return { state: 'done', value };
}

export function failed(code: FaultCode, details: FaultDetails = {}): Result<never> {
  return { state: 'failed', fault: fault(code, details) };
}

/** Carries a fault out of deep parsing code to the `attempt` around it. Never caught anywhere else. */
export class FaultError extends Error {
  readonly fault: Fault;
  constructor(code: FaultCode, details: FaultDetails = {}) {
    super(`${code}: expected ${details.expected ?? '-'}, came ${details.came ?? '-'}`);
    this.name = 'FaultError';
    this.fault = fault(code, details);
  }
}

/** Runs `work` and turns a FaultError into a failed result; any other error is a programmer's and goes on. */
export async function attempt<T>(work: () => T | Promise<T>): Promise<Result<T>> {
  try {
    return done(await work());
  } catch (error) {
    if (error instanceof FaultError) return { state: 'failed', fault: error.fault };
    throw error;
  }
}

/** The same for work that does not wait. */
export function attemptNow<T>(work: () => T): Result<T> {
  try {
    return done(work());
  } catch (error) {
    if (error instanceof FaultError) return { state: 'failed', fault: error.fault };
    throw error;
  }
}

/** One sentence for people: reason, expected, came, remedy. */
export function faultSentence(it: Fault): string {
  const detail = [it.expected && `expected ${it.expected}`, it.came && `came ${it.came}`].filter(Boolean).join(', ');
  return [it.where && `${it.where}:`, it.reason, detail && `(${detail}.)`, it.remedy].filter(Boolean).join(' ');
}
