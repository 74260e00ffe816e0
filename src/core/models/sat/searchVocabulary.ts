import type { VocabularyEntry } from '#core/models/sat/vocabulary.ts';
import { nameWords } from '#core/models/sat/vocabulary.ts';

export interface VocabularyHit {
  readonly entry: VocabularyEntry;
  /** The synonym that was meant, where it is not the name itself. */
  readonly by?: string;
}

/**
 * The entries of a modality whose name or a synonym has a word for every word typed, best first: "right kid" finds
 * right kidney. A word fits as it is, as a beginning, inside, or with one letter wrong from four letters on.
 */
export function searchVocabulary(entries: readonly VocabularyEntry[], modality: string, typed: string, limit: number): readonly VocabularyHit[] {
  const words = nameWords(typed);
  const hits = entries.filter((it) => it.modality === modality).flatMap((entry) => {
    const own = misfit(words, nameWords(entry.name));
    const others = entry.synonyms.map((synonym) => ({ by: synonym, cost: misfit(words, nameWords(synonym)) + 0.5 })).sort((a, b) => a.cost - b.cost);
    const synonym = others.at(0);
    const cost = Math.min(own, synonym?.cost ?? Infinity);
    if (cost === Infinity) return [];
    return [{ cost, hit: own <= cost || synonym === undefined ? { entry } : { entry, by: synonym.by } }];
  });
  return hits.sort((a, b) => a.cost - b.cost || a.hit.entry.name.localeCompare(b.hit.entry.name, 'en')).slice(0, limit).map(({ hit }) => hit);
}

/** 0 for the very words; more for parts and slips, and a little for every word that was not typed; Infinity where one fits nowhere. */
function misfit(typed: readonly string[], words: readonly string[]): number {
  const free = new Set(words.keys());
  let cost = 0;
  for (const word of typed) {
    const best = [...free].map((at) => ({ at, cost: wordMisfit(word, words[at]) })).sort((a, b) => a.cost - b.cost).at(0);
    if (best === undefined || best.cost === Infinity) return Infinity;
    free.delete(best.at);
    cost += best.cost;
  }
  return cost + 0.1 * free.size;
}

function wordMisfit(typed: string, word: string): number {
  if (typed === word) return 0;
  if (word.startsWith(typed)) return 1;
  if (typed.length >= 3 && word.includes(typed)) return 2;
  if (typed.length >= 4 && isOneSlip(typed, word.slice(0, typed.length + 1))) return 3;
  return Infinity;
}

/** Whether one letter more, less, other or swapped makes `typed` the beginning of `word`. */
function isOneSlip(typed: string, word: string): boolean {
  let same = 0;
  while (same < typed.length && typed[same] === word[same]) same++;
  const [rest, other] = [typed.slice(same), word.slice(same)];
  const swapped = rest.length >= 2 && rest[0] === other[1] && rest[1] === other[0] && other.startsWith(rest.slice(2), 2);
  return other.startsWith(rest.slice(1), 1) || other.startsWith(rest, 1) || other.startsWith(rest.slice(1)) || swapped;
}
