import type { Random } from '#core/num/random.ts';
import type { Physique } from '#demo/physique.ts';
import type { CtPhase } from '#demo/subject.ts';
import type { Look, Looks, Tissue } from '#demo/tissue.ts';

/**
 * Hounsfield units of the tissues at about 120 kV. Round numbers of the radiological textbooks, from memory; the
 * enhancement is for a fixed dose of contrast medium, so that it thins out with body weight.
 */
export function ctLooks(phase: CtPhase, body: Physique, random: Random): Looks {
  const dilution = Math.sqrt(75 / body.weightKg) * Math.exp(random.clippedNormal(0, 0.12));
  const gain = ENHANCEMENT[phase];
  const up = (tissue: keyof (typeof ENHANCEMENT)['portal']) => gain[tissue] * dilution * Math.exp(random.clippedNormal(0, 0.1));
  const look = (mean: number, texture: number, spread = 2): Look => ({ mean: mean + random.clippedNormal(0, spread), texture });
  const liver = 60 - 45 * Math.max(0, body.liverFat - 0.08);
  const cortex = up('cortex'), medulla = up('medulla'), artery = up('artery'), vein = up('vein');
  const looks: Record<Tissue, Look> = {
    air: { mean: -1000, texture: 0 }, table: { mean: -250, texture: 60 }, skin: look(10, 15), fat: look(-106, 6), visceralFat: look(-98, 13),
    muscle: look(46 + 10 * body.muscle + up('muscle'), 12), cortical: look(330 + 320 * body.boneDensity, 70, 30), marrow: look(35 + 135 * body.boneDensity, 50, 15),
    disc: look(85, 10), cord: look(32, 6), cartilage: look(95, 35), lung: look(-835, 28, 15), lungVessel: look(-120, 80),
    heart: look(42 + 0.8 * vein, 10), aorta: look(42 + artery, 3), calcification: look(750, 180, 80), artery: look(42 + artery, 5), vein: look(40 + vein, 5),
    liver: look(liver + up('liver'), 5, 4), liverVessel: look(41 + 0.95 * vein, 4), gallbladder: look(8, 3, 4), spleen: look(49 + up('spleen'), phase === 'arterial' ? 14 : 4),
    cortexLeft: look(34 + cortex, 6), cortexRight: look(34 + cortex, 6), medullaLeft: look(31 + medulla, 5), medullaRight: look(31 + medulla, 5),
    urine: look(6, 3), sinusFat: look(-70, 20), adrenal: look(25 + 0.5 * up('liver'), 8), pancreas: look(40 + up('pancreas') - 25 * body.liverFat, 15),
    gutWall: look(38 + up('gut'), 10), gutFluid: look(10, 6, 6), chyme: look(24 + 0.25 * up('gut'), 14, 6), stool: look(-20, 75, 25), gas: look(-960, 15, 5), oesophagus: look(36 + 0.6 * up('gut'), 12),
  };
  return looks;
}

/** HU added by contrast medium in a 75 kg person. */
const ENHANCEMENT = {
  native: { liver: 0, spleen: 0, cortex: 0, medulla: 0, artery: 0, vein: 0, muscle: 0, pancreas: 0, gut: 0 },
  arterial: { liver: 12, spleen: 85, cortex: 140, medulla: 30, artery: 270, vein: 15, muscle: 4, pancreas: 65, gut: 45 },
  portal: { liver: 52, spleen: 70, cortex: 150, medulla: 125, artery: 105, vein: 115, muscle: 10, pancreas: 45, gut: 40 },
} as const;
