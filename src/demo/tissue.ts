/** What a voxel's centre is made of. The order is the code stored in `Canvas.tissue`. */
export const TISSUES = [
  'air', 'skin', 'fat', 'visceralFat', 'muscle', 'cortical', 'marrow', 'disc', 'cord', 'cartilage',
  'lung', 'lungVessel', 'heart', 'aorta', 'calcification', 'artery', 'vein', 'liver', 'liverVessel', 'gallbladder',
  'spleen', 'cortexLeft', 'cortexRight', 'medullaLeft', 'medullaRight', 'urine', 'sinusFat', 'adrenal', 'pancreas',
  'gutWall', 'gutFluid', 'chyme', 'stool', 'gas', 'oesophagus', 'table',
] as const;

export type Tissue = (typeof TISSUES)[number];

/** Code of each tissue in `Canvas.tissue`. */
export const CODE = Object.fromEntries(TISSUES.map((name, code) => [name, code])) as Readonly<Record<Tissue, number>>;

/** What one tissue looks like: its mean and the standard deviation of its own texture (not noise). */
export interface Look { readonly mean: number; readonly texture: number }
export type Looks = Readonly<Record<Tissue, Look>>;
