/** Small folders in every layout, as their publishers have them, with what an import must find in them. Masks hold no voxels: names decide. */
export interface LayoutFixture {
  readonly format: string;
  readonly files: Readonly<Record<string, string>>;
  readonly expected: { readonly subjects: number; readonly cases: number; readonly matched: number; readonly doubtful: number; readonly refused: number; readonly faults: readonly string[] };
  /** Covariates of one subject, and organs of its first case. */
  readonly subject: { readonly id: string; readonly covariates: Readonly<Record<string, string>>; readonly organs: readonly string[] };
}

const VOXELS = 'voxels';
const files = (paths: readonly string[]): Record<string, string> => Object.fromEntries(paths.map((path) => [path, VOXELS]));

export const LAYOUT_FIXTURES: readonly LayoutFixture[] = [
  {
    format: 'nnunet',
    files: {
      ...files(['imagesTr/liver_1_0000.nii.gz', 'imagesTr/liver_12_0000.nii.gz', 'imagesTr/._liver_12_0000.nii.gz', 'labelsTr/liver_1.nii.gz', 'labelsTr/liver_12.nii.gz', 'imagesTs/liver_3_0000.nii.gz'].map((it) => `Dataset003_Liver/${it}`)),
      'Dataset003_Liver/dataset.json': '{"channel_names":{"0":"CT"},"labels":{"background":0,"liver":[1,2],"tumor":2},"regions_class_order":[1,2],"numTraining":2,"file_ending":".nii.gz"}',
      'Dataset003_Liver/demographics.csv': 'case,sex,age,bmi\nliver_001,M,61,24.5\nliver_012,F,45,31\n',
    },
    expected: { subjects: 3, cases: 3, matched: 2, doubtful: 0, refused: 0, faults: ['files-junk', 'case-without-subject'] },
    subject: { id: 'liver_001', covariates: { sex: 'male', age: '61', bmi: '24.5' }, organs: ['tumor', 'liver'] },
  },
  {
    format: 'totalsegmentator',
    files: {
      ...files(['s0000', 's0001', 's0004'].flatMap((id) => [`${id}/ct.nii.gz`, ...['liver', 'spleen', 'kidney_left', 'kidney_right', 'aorta', 'lung_upper_lobe_left', 'lung_lower_lobe_left'].map((organ) => `${id}/segmentations/${organ}.nii.gz`)])),
      'meta.csv': '\uFEFFimage_id;age;gender;institute;study_type;split;manufacturer;scanner_model;kvp;pathology;pathology_location\ns0000;50.00;m;I;ct  thorax ;train;siemens;X;120;no_pathology;\ns0001;;;A;ct head;val;;;;tumor;liver\ns0002;98.00;f;B;ct;test;ge;Y;100;;\n',
    },
    expected: { subjects: 4, cases: 3, matched: 2, doubtful: 0, refused: 0, faults: ['case-without-subject', 'subject-without-case'] },
    subject: { id: 's0000', covariates: { sex: 'male', age: '50', institute: 'I', study_type: 'ct thorax' }, organs: ['liver', 'spleen', 'kidney_left', 'kidney_right', 'aorta', 'lung_upper_lobe_left', 'lung', 'lung_lower_lobe_left', 'lung'] },
  },
  {
    format: 'amos',
    files: {
      ...files(['imagesTr/amos_0001.nii.gz', 'labelsTr/amos_0001.nii.gz', 'imagesTr/amos_0004.nii.gz', 'labelsTr/amos_0004.nii.gz', 'imagesVa/amos_0507.nii.gz', 'labelsVa/amos_0507.nii.gz', 'imagesTs/amos_0002.nii.gz'].map((it) => `amos22/${it}`)),
      'amos22/dataset.json': '{"modality":{"0":"CT"},"labels":{"0":"background","1":"spleen","2":"right kidney","3":"left kidney","6":"liver","8":"arota"},"training":[]}',
      'amos22/labeled_data_meta_0000_0599.csv': "amos_id,Patient's Birth Date,Patient's Sex,Patient's Age,Manufacturer's Model Name,Manufacturer,Acquisition Date,Site\n1,,M,045Y,Aquilion ONE,TOSHIBA,,A\n4,,F,NaN,Optima CT660,GE,,B\n507,,F,063Y,Achieva,Philips,,A\n",
    },
    expected: { subjects: 4, cases: 4, matched: 3, doubtful: 0, refused: 0, faults: ['case-without-subject'] },
    subject: { id: '1', covariates: { sex: 'male', age: '45', Site: 'A' }, organs: ['spleen', 'kidney_right', 'kidney_left', 'liver', 'aorta'] },
  },
  {
    format: 'kits',
    files: {
      ...files(['case_00000/imaging.nii.gz', 'case_00000/segmentation.nii.gz', 'case_00000/instances/kidney_instance-1_annotation-1.nii.gz', 'case_00400/segmentation.nii.gz'].map((it) => `dataset/${it}`)),
      'dataset/kits23.json': '[{"case_id":"case_00000","gender":"male","bmi":29.47,"age_at_nephrectomy":49,"comorbidities":{"copd":false}},{"case_id":"case_00400","gender":"transgender_male_to_female","bmi":72.23,"age_at_nephrectomy":61,"comorbidities":{"copd":true}},{"case_id":"case_00461","gender":"female","bmi":null,"age_at_nephrectomy":0,"comorbidities":{"copd":false}}]',
    },
    expected: { subjects: 3, cases: 2, matched: 2, doubtful: 0, refused: 0, faults: ['case-without-image', 'subject-without-case', 'files-not-taken'] },
    subject: { id: 'case_00400', covariates: { sex: 'transgender_male_to_female', age: '61', bmi: '72.23', 'comorbidities.copd': 'true' }, organs: ['kidney', 'kidney_mass', 'kidney_tumor'] },
  },
  {
    format: 'bids',
    files: {
      ...files(['sub-01/ses-1/anat/sub-01_ses-1_T2w.nii.gz', 'sub-01/ses-2/anat/sub-01_ses-2_T2w.nii.gz', 'sub-02/anat/sub-02_T2w.nii.gz', 'derivatives/manual/sub-01/ses-1/anat/sub-01_ses-1_dseg.nii.gz', 'derivatives/manual/sub-01/ses-2/anat/sub-01_ses-2_dseg.nii.gz',
        'derivatives/manual/sub-02/anat/sub-02_label-liver_mask.nii.gz', 'derivatives/manual/sub-02/anat/sub-02_label-spleen_mask.nii.gz']),
      'dataset_description.json': '{"Name":"x","BIDSVersion":"1.9.0"}',
      'participants.tsv': 'participant_id\tage\tsex\theight\tweight\nsub-01\t89+\tF\t160\t64\nsub-02\tn/a\tm\t-\t80\n',
      'participants.json': '{"age":{"Units":"years"}}',
      'derivatives/manual/dseg.tsv': 'index\tname\n0\tbackground\n1\tLiver\n2\tLeft Kidney\n',
    },
    expected: { subjects: 2, cases: 3, matched: 3, doubtful: 0, refused: 0, faults: [] },
    subject: { id: 'sub-01', covariates: { sex: 'female', age: '89+', bmi: '25' }, organs: ['liver', 'kidney_left'] },
  },
  {
    format: 'plain',
    files: {
      ...files(['images/p-07.nii.gz', 'images/p-08.nii.gz', 'images/x9.nii.gz', 'labels/p-07_seg.nii.gz', 'labels/p-08_seg.nii.gz', 'labels/x9_seg.nii.gz']),
      'images/empty.nii.gz': '',
      'patients.csv': 'Patient;Geschlecht;Alter;BMI\n7;w;52,5;24,9\n8;m;250;31,0\n9;0;40;22\n',
    },
    expected: { subjects: 4, cases: 3, matched: 2, doubtful: 1, refused: 1, faults: ['label-map-unnamed', 'sex-coding-unconfirmed', 'age-implausible', 'id-doubtful', 'file-empty'] },
    subject: { id: '7', covariates: { sex: 'female', age: '52.5', bmi: '24.9' }, organs: ['unnamed'] },
  },
];

/** 1,228 folders of 117 masks each, as TotalSegmentator's data set has them. */
export function totalSegmentatorNames(cases = 1228, masks = 117): readonly string[] {
  return Array.from({ length: cases }, (_, n) => `s${String(n).padStart(4, '0')}`).flatMap((id) => [`${id}/ct.nii.gz`, ...Array.from({ length: masks }, (_, m) => `${id}/segmentations/organ_${m}.nii.gz`)]);
}
