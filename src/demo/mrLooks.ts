import type { Random } from '#core/num/random.ts';
import type { Physique } from '#demo/physique.ts';
import type { MrContrast } from '#demo/subject.ts';
import type { Look, Looks, Tissue } from '#demo/tissue.ts';
import { TISSUES } from '#demo/tissue.ts';

/**
 * Signal of the tissues in arbitrary units (subcutaneous fat of T1 near 500). The order of brightness is that of
 * gradient-echo T1, fat-suppressed T1 and single-shot T2 pictures; the values are chosen, not measured. Each subject
 * multiplies every tissue by its own factor, because MR units mean nothing across scanners.
 */
export function mrLooks(contrast: MrContrast, body: Physique, random: Random): Looks {
  const row = SIGNAL[contrast];
  const gain = Math.exp(random.clippedNormal(0, 0.2));
  const steep = contrast === 'T1' ? random.uniform(0.85, 1.6) : 1;
  const entries = TISSUES.map((name): [Tissue, Look] => {
    const base = row[name];
    const fatty = name === 'liver' ? (contrast === 'T1' ? 1 + 0.5 * body.liverFat : 1 - 0.2 * body.liverFat) : 1;
    const mean = gain * 500 * (base.mean / 500) ** steep * fatty * Math.exp(random.clippedNormal(0, 0.1));
    return [name, { mean, texture: base.share * mean }];
  });
  const looks = Object.fromEntries(entries) as Record<Tissue, Look>;
  return { ...looks, cortexRight: looks.cortexLeft, medullaRight: looks.medullaLeft, artery: looks.aorta };
}

const flat = (mean: number, share = 0.05) => ({ mean, share });

const SIGNAL: Readonly<Record<MrContrast, Readonly<Record<Tissue, { mean: number; share: number }>>>> = {
  T1: {
    air: flat(2), table: flat(2), skin: flat(260), fat: flat(520, 0.04), visceralFat: flat(470, 0.045), muscle: flat(135, 0.15), cortical: flat(25, 0.3), marrow: flat(250, 0.12),
    disc: flat(130), cord: flat(110), cartilage: flat(120), lung: flat(12, 0.5), lungVessel: flat(60), heart: flat(120, 0.15), aorta: flat(70, 0.12), calcification: flat(20), artery: flat(70, 0.12),
    vein: flat(85, 0.12), liver: flat(200, 0.04), liverVessel: flat(110), gallbladder: flat(120), spleen: flat(115, 0.04), cortexLeft: flat(135, 0.06), cortexRight: flat(135), medullaLeft: flat(92, 0.06), medullaRight: flat(92),
    urine: flat(60), sinusFat: flat(380, 0.15), adrenal: flat(130), pancreas: flat(215, 0.15), gutWall: flat(125, 0.1), gutFluid: flat(75, 0.15), chyme: flat(110, 0.2), stool: flat(150, 0.35), gas: flat(8, 0.3), oesophagus: flat(125),
  },
  T1fatsat: {
    air: flat(2), table: flat(2), skin: flat(90), fat: flat(70, 0.15), visceralFat: flat(62, 0.2), muscle: flat(185, 0.1), cortical: flat(25, 0.3), marrow: flat(110, 0.15),
    disc: flat(140), cord: flat(130), cartilage: flat(150), lung: flat(12, 0.5), lungVessel: flat(80), heart: flat(190, 0.12), aorta: flat(130, 0.1), calcification: flat(20), artery: flat(130, 0.1),
    vein: flat(150, 0.1), liver: flat(300, 0.04), liverVessel: flat(170), gallbladder: flat(160), spleen: flat(200, 0.04), cortexLeft: flat(250, 0.06), cortexRight: flat(250), medullaLeft: flat(170, 0.06), medullaRight: flat(170),
    urine: flat(70), sinusFat: flat(70, 0.2), adrenal: flat(190), pancreas: flat(340, 0.12), gutWall: flat(210, 0.1), gutFluid: flat(90, 0.15), chyme: flat(150, 0.2), stool: flat(190, 0.35), gas: flat(8, 0.3), oesophagus: flat(200),
  },
  T2: {
    air: flat(2), table: flat(2), skin: flat(150), fat: flat(360, 0.04), visceralFat: flat(330, 0.06), muscle: flat(70, 0.15), cortical: flat(20, 0.3), marrow: flat(150, 0.15),
    disc: flat(200, 0.2), cord: flat(430), cartilage: flat(90), lung: flat(12, 0.5), lungVessel: flat(35), heart: flat(60, 0.3), aorta: flat(28, 0.3), calcification: flat(18), artery: flat(28, 0.3),
    vein: flat(45, 0.3), liver: flat(105, 0.06), liverVessel: flat(60, 0.2), gallbladder: flat(560, 0.03), spleen: flat(210, 0.04), cortexLeft: flat(230, 0.05), cortexRight: flat(230), medullaLeft: flat(290, 0.06), medullaRight: flat(290),
    urine: flat(560), sinusFat: flat(330, 0.15), adrenal: flat(130), pancreas: flat(170, 0.15), gutWall: flat(120, 0.12), gutFluid: flat(520, 0.06), chyme: flat(330, 0.3), stool: flat(140, 0.4), gas: flat(8, 0.3), oesophagus: flat(120),
  },
};
