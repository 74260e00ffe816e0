import type { Prompt } from '#core/prompts/prompt.ts';

/** A prompt in words: its sign, kind, slice and place. */
export function promptName(prompt: Prompt): string {
  if (prompt.kind === 'text') return `“${prompt.text}”`;
  const where = `${prompt.plane} ${prompt.index + 1}`;
  switch (prompt.kind) {
    case 'point': return `${sign(prompt.polarity)} point, ${where}, at ${Math.round(prompt.at.u)} · ${Math.round(prompt.at.v)}`;
    case 'scribble': return `${sign(prompt.polarity)} scribble, ${where}`;
    case 'box': return `Box, ${where}, ${prompt.box.uMax - prompt.box.uMin + 1} × ${prompt.box.vMax - prompt.box.vMin + 1} px`;
  }
}

function sign(polarity: 'positive' | 'negative'): string {
  return polarity === 'positive' ? '+' : '−';
}
