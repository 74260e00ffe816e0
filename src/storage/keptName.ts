const DIGEST_CHARACTERS = 32;

/** An id as the name of a file, whatever characters it has. */
export function encodedName(id: string): string {
  return encodeURIComponent(id).replaceAll('.', '%2E');
}

/** The same within so many characters: what does not fit is cut and ends in the id's digest, so that no two ids have one name. */
export async function keptName(id: string, most: number): Promise<{ readonly name: string; readonly length: 'whole' | 'cut' }> {
  const whole = encodedName(id);
  if (whole.length <= most) return { name: whole, length: 'whole' };
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(id)));
  const hex = Array.from(digest.subarray(0, DIGEST_CHARACTERS / 2), (it) => it.toString(16).padStart(2, '0')).join('');
  return { name: `${whole.slice(0, most - DIGEST_CHARACTERS - 1)}~${hex}`, length: 'cut' };
}
