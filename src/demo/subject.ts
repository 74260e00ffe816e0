/** Sex as it shapes the phantom's anatomy; a cohort may know more values, a phantom needs one of these. */
export type PhantomSex = 'female' | 'male';

/** The scanner and protocol; `sites.ts` says what each changes. */
export type SiteName = 'A' | 'B' | 'C' | 'D';

/** Who is scanned. The same subject and options give the same phantom, bit for bit, on one JavaScript engine. */
export interface PhantomSubject {
  readonly seed: number;
  readonly sex: PhantomSex;
  readonly ageYears: number;
  /** Body mass index, kg/m². */
  readonly bmi: number;
  /** Drawn from sex, age and seed when absent. */
  readonly heightCm?: number;
  readonly modality: 'CT' | 'MR';
  readonly site: SiteName;
}

export type CtPhase = 'native' | 'arterial' | 'portal';
export type MrContrast = 'T1' | 'T1fatsat' | 'T2';
