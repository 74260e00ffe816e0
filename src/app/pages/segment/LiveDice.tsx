import { useDebouncedValue } from '@mantine/hooks';
import { proportion } from '#app/parts/decimal.ts';
import { agreementStore, answerStore } from '#app/stores/answerStore.ts';
import { caseStore, structureName, targetStructure } from '#app/stores/caseStore.ts';

/** Tells a screen reader the Dice once it has come to rest. */
export function LiveDice() {
  const state = answerStore((it) => it.state);
  const dice = agreementStore((it) => it.slice?.dice ?? null);
  const { structures, target } = caseStore();
  const sentence = state === 'ready' && dice !== null ? `${structureName(targetStructure({ structures, target }))}: Dice ${proportion(dice)} on this slice` : '';
  const [spoken] = useDebouncedValue(sentence, 600);
  return <div className="heard-only" aria-live="polite">{spoken}</div>;
}
