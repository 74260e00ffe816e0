import type { Prompt, PromptDraft } from '#core/prompts/prompt.ts';
import type { Prompts } from '#core/prompts/promptEdits.ts';
import type { PromptGlyph } from '#viewer/types.ts';

/** How prompts, and the one being drawn, look in the viewer. Hidden and text prompts have no mark. */
export function promptGlyphs(prompts: Prompts, draft: PromptDraft | null, selected: string | null): readonly PromptGlyph[] {
  const drawn: Prompts = draft ? [...prompts, { ...draft, id: 'draft', visibility: 'shown' } satisfies Prompt] : prompts;
  return drawn.flatMap((prompt): PromptGlyph[] => {
    if (prompt.kind === 'text' || prompt.visibility === 'hidden') return [];
    const { id, plane, index } = prompt;
    const place = { id, plane, index, emphasis: id === selected ? 'selected' : 'normal' } as const;
    switch (prompt.kind) {
      case 'point': return [{ ...place, kind: 'point', at: prompt.at, polarity: prompt.polarity }];
      case 'box': return [{ ...place, kind: 'box', box: prompt.box, polarity: 'positive' }];
      case 'scribble': return [{ ...place, kind: 'scribble', path: prompt.path, radiusPx: prompt.radiusPx, polarity: prompt.polarity }];
    }
  });
}
