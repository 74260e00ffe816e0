import { beforeEach, expect, test } from 'vitest';
import { sortFiles } from '#app/actions/openFiles.ts';
import { caseStore, setOpenCase } from '#app/stores/caseStore.ts';

const files = (...names: string[]) => names.map((name) => new File([], name));
const sorted = (...names: string[]) => {
  const { image, reference } = sortFiles(files(...names));
  return [image?.name, reference.map(({ name }) => name)];
};
const intensity = { min: 0, max: 1, mean: 0, low: 0, high: 1 };

beforeEach(() => caseStore.setState(caseStore.getInitialState()));

test('of a scan and its masks the one without a mask\'s name is the scan, in any order', () => {
  expect(sorted('case_seg.nii.gz', 'case.nii.gz', 'labels.txt')).toEqual(['case.nii.gz', ['case_seg.nii.gz', 'labels.txt']]);
});

test('a lone mask is opened as an image, unless there is one to lay it on', () => {
  expect(sorted('liver_mask.nii.gz')).toEqual(['liver_mask.nii.gz', []]);
  setOpenCase({ id: 'v1', volumeKey: 'k', name: 'scan', origin: { kind: 'file' }, modality: 'CT', grid: { dims: [1, 1, 1], affine: [] }, spacingMm: [1, 1, 1], intensity });
  expect(sorted('liver_mask.nii.gz')).toEqual([undefined, ['liver_mask.nii.gz']]);
});

test('a file of unknown kind goes to the readers, which can say what is wrong with it', () => {
  expect(sorted('scan.dcm')).toEqual(['scan.dcm', []]);
});
