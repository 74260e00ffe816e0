/** The first 16 bytes of a text's SHA-256 in hex: short enough for a name, long enough to be the text's alone. */
export async function textDigest(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return Array.from(digest.subarray(0, 16), (it) => it.toString(16).padStart(2, '0')).join('');
}
