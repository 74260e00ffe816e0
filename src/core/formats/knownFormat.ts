import { FaultError } from '#core/faults.ts';

/** Beginnings of files that people have, with what they are called. */
const BEGINNINGS: readonly (readonly [text: string, name: string])[] = [
  ['NRRD000', 'an NRRD volume'], ['ObjectType', 'a MetaImage header'], ['NDims', 'a MetaImage header'], ['\u00ff\u00d8\u00ff', 'a JPEG picture'],
  ['GIF8', 'a GIF picture'], ['BM', 'a BMP picture'], ['II*\0', 'a TIFF picture'], ['MM\0*', 'a TIFF picture'], ['\u0089HDF', 'an HDF5 file'], ['CDF', 'a NetCDF or MINC file'],
  ['PK\u0003\u0004', 'a zip archive'], ['%PDF', 'a PDF'], ['{', 'a JSON text'], ['\u0093NUMPY', 'a NumPy array'], ['7z\u00bc\u00af', 'a 7z archive'], ['<?xml', 'an XML text'],
];

/** The fault that names what a file is instead of a readable image. */
export function unknownFormat(head: Uint8Array, where: string): FaultError {
  if (isDicom(head)) return new FaultError('dicom-later', { where, expected: 'NIfTI or PNG', came: 'DICOM' });
  const text = String.fromCharCode(...head.subarray(0, 16));
  const known = BEGINNINGS.find(([beginning]) => text.startsWith(beginning));
  const bytes = [...head.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return new FaultError('format-unknown', { where, expected: 'NIfTI (.nii, .nii.gz) or PNG', came: known ? known[1] : isMgh(head) ? 'a FreeSurfer volume (.mgz)' : `a file that begins with ${bytes}` });
}

/** DICM behind the preamble of 128 bytes, or, in files without one, a first element of group 8 or 2 with a value representation. */
function isDicom(head: Uint8Array): boolean {
  const letters = (at: number, length: number) => String.fromCharCode(...head.subarray(at, at + length));
  if (letters(128, 4) === 'DICM') return true;
  const group = head[0] | (head[1] << 8);
  return (group === 8 || group === 2) && head[3] === 0 && /^(UL|UI|CS|DA|TM|SH|LO|OB)$/.test(letters(4, 2));
}

/** Version 1, big-endian, then sizes of at most 65,535. */
function isMgh(head: Uint8Array): boolean {
  return head.length > 284 && head[0] === 0 && head[1] === 0 && head[2] === 0 && head[3] === 1 && head[4] === 0 && head[5] === 0;
}
