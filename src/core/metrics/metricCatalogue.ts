/** One entry for each metric that a result row may hold; names carry units, conventions are apart. */
export interface MetricInfo {
  readonly label: string;
  readonly unit: '' | 'mm' | 'ml';
  /** score: 0 to 1. distance: 0 and up, infinite where a mask is empty. signed: best at 0. */
  readonly kind: 'score' | 'distance' | 'signed' | 'size';
  readonly better: 'higher' | 'lower' | 'nearer-zero' | 'neither';
  /** How it is computed, in words for a tooltip and for the methods text of an export. */
  readonly convention: string;
}

const SURFELS = 'Surface elements on the lattice of voxel corners, weighted by area, as google-deepmind/surface-distance.';
const BOUNDARY = 'Boundary voxels by six neighbours, centre to centre, counted, as MONAI.';
const COUNTS = 'Voxel counts.';

export const METRICS = {
  dice: { label: 'Dice', unit: '', kind: 'score', better: 'higher', convention: COUNTS },
  iou: { label: 'IoU', unit: '', kind: 'score', better: 'higher', convention: COUNTS },
  precision: { label: 'Precision', unit: '', kind: 'score', better: 'higher', convention: COUNTS },
  recall: { label: 'Recall', unit: '', kind: 'score', better: 'higher', convention: COUNTS },
  nsd: { label: 'NSD', unit: '', kind: 'score', better: 'higher', convention: `Share of both surfaces within the organ's tolerance of the other. ${SURFELS}` },
  hdMm: { label: 'HD', unit: 'mm', kind: 'distance', better: 'lower', convention: `Largest distance. ${SURFELS}` },
  hd95Mm: { label: 'HD95', unit: 'mm', kind: 'distance', better: 'lower', convention: `The larger of the two directed 95th percentiles by area, without interpolation. ${SURFELS}` },
  assdMm: { label: 'ASSD', unit: 'mm', kind: 'distance', better: 'lower', convention: `Mean over both surfaces together. ${SURFELS}` },
  masdMm: { label: 'MASD', unit: 'mm', kind: 'distance', better: 'lower', convention: `Mean of the two directed means. ${SURFELS}` },
  nsdVoxelBoundary: { label: 'NSD (voxel boundary)', unit: '', kind: 'score', better: 'higher', convention: BOUNDARY },
  hdVoxelBoundaryMm: { label: 'HD (voxel boundary)', unit: 'mm', kind: 'distance', better: 'lower', convention: BOUNDARY },
  hd95VoxelBoundaryMm: { label: 'HD95 (voxel boundary)', unit: 'mm', kind: 'distance', better: 'lower', convention: `The larger of the two directed 95th percentiles, linearly interpolated. ${BOUNDARY}` },
  assdVoxelBoundaryMm: { label: 'ASSD (voxel boundary)', unit: 'mm', kind: 'distance', better: 'lower', convention: BOUNDARY },
  masdVoxelBoundaryMm: { label: 'MASD (voxel boundary)', unit: 'mm', kind: 'distance', better: 'lower', convention: BOUNDARY },
  predictionVolumeMl: { label: 'Predicted volume', unit: 'ml', kind: 'size', better: 'neither', convention: COUNTS },
  referenceVolumeMl: { label: 'Expert volume', unit: 'ml', kind: 'size', better: 'neither', convention: COUNTS },
  volumeErrorMl: { label: 'Volume error', unit: 'ml', kind: 'signed', better: 'nearer-zero', convention: 'Predicted minus expert volume.' },
  relativeVolumeError: { label: 'Relative volume error', unit: '', kind: 'signed', better: 'nearer-zero', convention: 'Predicted minus expert volume, by expert volume.' },
  centroidShiftMm: { label: 'Centroid shift', unit: 'mm', kind: 'distance', better: 'lower', convention: 'Distance between the centres of mass.' },
} as const satisfies Record<string, MetricInfo>;

export type MetricName = keyof typeof METRICS;

export const METRIC_NAMES = Object.keys(METRICS) as readonly MetricName[];

/** Raw values: null where undefined; distances may be Infinity where one mask is empty. */
export type MetricValues = Readonly<Partial<Record<MetricName, number | null>>>;
