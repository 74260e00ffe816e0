/** One spelling for an organ's name: lower case, "_" between words, the side last; AMOS's "arota" is the aorta. */
export function organName(text: string): string {
  const bare = text.trim().toLowerCase().replace(/[\s-]+/g, '_').replace(/^arota$/, 'aorta');
  const sided = /^(left|right|l|r)_(.+)$/.exec(bare);
  if (!sided) return bare;
  return `${sided[2]}_${sided[1].startsWith('l') ? 'left' : 'right'}`;
}
