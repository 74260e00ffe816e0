import type { Dims, Grid } from '#core/volume/grid.ts';
import { makeRandom } from '#core/num/random.ts';
import type { Random } from '#core/num/random.ts';
import type { LabelMap, SourceGrid, Volume } from '#core/volume/volume.ts';
import { paintBowel } from '#demo/bowel.ts';
import type { Canvas } from '#demo/canvas.ts';
import { paintChest } from '#demo/chest.ts';
import { ctLooks } from '#demo/ctLooks.ts';
import { paintKidneys } from '#demo/kidneys.ts';
import { paintLiver } from '#demo/liver.ts';
import { mrLooks } from '#demo/mrLooks.ts';
import { paintMuscles } from '#demo/muscles.ts';
import type { Physique } from '#demo/physique.ts';
import { physique } from '#demo/physique.ts';
import { PHANTOM_LABELS, referenceLabels } from '#demo/references.ts';
import type { Acquisition } from '#demo/scanner.ts';
import { scanCt, scanMr } from '#demo/scanner.ts';
import { SITES, weightedPick } from '#demo/sites.ts';
import { paintSpine } from '#demo/spine.ts';
import { paintSpleen } from '#demo/spleen.ts';
import { setStage, stageGrid } from '#demo/stage.ts';
import { paintStomach } from '#demo/stomach.ts';
import type { CtPhase, MrContrast, PhantomSubject } from '#demo/subject.ts';
import { makeTorso } from '#demo/torso.ts';
import { paintVessels } from '#demo/vessels.ts';
import { paintWall } from '#demo/wall.ts';
import { CODE } from '#demo/tissue.ts';

export interface PhantomOptions {
  /** Voxel edges; 3 mm each when absent. */
  readonly spacingMm?: readonly [number, number, number];
  /** Grid size; when absent it holds the body across and 336 mm along it. */
  readonly dims?: Dims;
  /** The site's when absent. Thicker than the spacing means overlapping slices. */
  readonly sliceThicknessMm?: number;
  /** The site's weighted choice when absent. */
  readonly phase?: CtPhase;
  readonly contrast?: MrContrast;
}

/** A synthetic scan with its exact reference. */
export interface Phantom {
  /** HU for CT, arbitrary units for MR; Int16, canonical RAS order. */
  readonly image: Volume;
  /** PHANTOM_LABELS; kidneys without sinus, liver with its vessels and without gallbladder, lungs as far as in view. */
  readonly reference: LabelMap;
  readonly physique: Physique;
  readonly acquisition: Acquisition & { readonly effectiveDiameterMm: number; readonly look: CtPhase | MrContrast };
}

/** The scan of this subject. Pure: the same arguments give the same voxels. About a second for the default grid. */
export function makePhantom(subject: PhantomSubject, options: PhantomOptions = {}): Phantom {
  const random = makeRandom(`phantom/${subject.seed}`);
  const site = SITES[subject.site];
  const spacingMm = options.spacingMm ?? [3, 3, 3];
  const sliceThicknessMm = Math.max(spacingMm[2], options.sliceThicknessMm ?? site.sliceThicknessMm);
  const body = physique(subject, random.fork('physique'));
  const torso = makeTorso(subject, body, random.fork('torso'));
  const choice = random.fork('choice');
  const phase = options.phase ?? weightedPick(choice, site.phases);
  const contrast = options.contrast ?? weightedPick(choice, site.contrasts);
  const looks = subject.modality === 'CT' ? ctLooks(phase, body, random.fork('looks')) : mrLooks(contrast, body, random.fork('looks'));
  const grid = stageGrid(torso, spacingMm, options.dims);
  const canvas = setStage(grid, spacingMm, torso, looks, random.fork('stage'));

  const scene = (name: string) => ({ canvas, torso, body, subject, random: random.fork(name) });
  paintWall(canvas, torso, body);
  paintChest(scene('chest'));
  paintBowel(scene('bowel'));
  paintStomach(scene('stomach'));
  paintMuscles(scene('muscles'));
  paintSpine(scene('spine'));
  paintSpleen(scene('spleen'));
  paintLiver(scene('liver'));
  paintKidneys(scene('kidneys'));
  paintVessels(scene('vessels'));
  const labels = referenceLabels(canvas);

  const effectiveDiameterMm = bodyDiameterMm(canvas);
  const acquisition = scan(canvas, subject, sliceThicknessMm, effectiveDiameterMm, random.fork('scan'));
  const source = asIs(grid);
  return {
    image: { grid, data: rounded(canvas.image), modality: subject.modality, source },
    reference: { grid, data: labels, labels: PHANTOM_LABELS, source },
    physique: body,
    acquisition: { ...acquisition, effectiveDiameterMm, look: subject.modality === 'CT' ? phase : contrast },
  };
}

function scan(canvas: Canvas, subject: PhantomSubject, sliceThicknessMm: number, diameterMm: number, random: Random): Acquisition {
  const site = SITES[subject.site];
  if (subject.modality === 'CT') return scanCt(canvas, site, diameterMm, sliceThicknessMm, random);
  return scanMr(canvas, site, sliceThicknessMm, canvas.means.reduce((a, b) => Math.max(a, b)), random);
}

function rounded(values: Float32Array): Int16Array {
  const out = new Int16Array(values.length);
  for (let v = 0; v < values.length; v++) out[v] = Math.round(values[v]);
  return out;
}

/** Diameter of the circle with the body's mean cross-section. */
function bodyDiameterMm({ tissue, dims, spacingMm }: Canvas): number {
  let inside = 0;
  const { air, table } = CODE;
  for (let v = 0; v < tissue.length; v++) if (tissue[v] !== air && tissue[v] !== table) inside++;
  const areaMm2 = (inside * spacingMm[0] * spacingMm[1]) / dims[2];
  return 2 * Math.sqrt(areaMm2 / Math.PI);
}

function asIs(grid: Grid): SourceGrid {
  return { grid, axes: [{ axis: 0, flipped: false }, { axis: 1, flipped: false }, { axis: 2, flipped: false }] };
}
