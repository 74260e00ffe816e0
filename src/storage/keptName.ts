import { textDigest } from '#storage/textDigest.ts';

/** An id as the name of a file, whatever characters it has. */
export function encodedName(id: string): string {
  return encodeURIComponent(id).replaceAll('.', '%2E');
}

/** The same within so many characters: what does not fit is cut and ends in the id's digest, so that no two ids have one name. */
export async function keptName(id: string, most: number): Promise<{ readonly name: string; readonly length: 'whole' | 'cut' }> {
  const whole = encodedName(id);
  if (whole.length <= most) return { name: whole, length: 'whole' };
  const ending = `~${await textDigest(id)}`;
  return { name: `${whole.slice(0, most - ending.length)}${ending}`, length: 'cut' };
}
