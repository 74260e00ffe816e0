import { bmiOf, isPlausible, median, weightKgOf } from '#core/cohort/bodyUnits.ts';
import type { Values } from '#core/cohort/mergeValues.ts';
import { fault } from '#core/faults.ts';
import type { Fault, FaultCode } from '#core/faults.ts';

/** Between these lies the median of any group of people; fewer people than `people` have no median to judge by. */
const USUAL = { lowest: 13, highest: 40, people: 3 } as const;
/** A BMI given may be rounded, or of another day. */
const MOST_APART = 0.1;

export interface BodyMassNotes {
  readonly where: string;
  add(code: FaultCode, column: string, row: number): void;
}

/** BMI of height and weight for those who have none, with doubts about units: an unusual median, and a BMI that its own height and weight contradict. */
export function addBodyMass(people: readonly { readonly rows: readonly number[]; readonly values: Values }[], notes: BodyMassNotes): readonly Fault[] {
  const computed: number[] = [];
  for (const { rows: [row], values } of people) {
    const { heightCm, weightKg, bmi } = values;
    if (heightCm?.kind === 'number' && weightKg?.kind === 'number') {
      const value = bmiOf(weightKg.value, heightCm.value);
      computed.push(value);
      if (bmi?.kind === 'number') {
        if (Math.abs(bmi.value - value) > MOST_APART * value) notes.add('bmi-differs', 'BMI', row);
      } else if (isPlausible('bmi', value)) values['bmi'] = { kind: 'number', value };
      else {
        values['bmi'] = { kind: 'missing', reason: 'implausible', text: String(value) };
        notes.add('bmi-implausible', 'BMI of height and weight', row);
      }
    } else if (bmi === undefined && [heightCm, weightKg].some((it) => it?.kind === 'missing' && it.reason === 'rows disagree')) values['bmi'] = { kind: 'missing', reason: 'rows disagree' };
  }
  const middle = median(computed);
  if (middle === undefined || computed.length < USUAL.people || (middle >= USUAL.lowest && middle <= USUAL.highest)) return [];
  const asPounds = Math.round(weightKgOf(middle, 'lb') * 10) / 10;
  const guess = asPounds >= USUAL.lowest && asPounds <= USUAL.highest ? `; with weights in pounds it would be ${asPounds}` : '';
  return [fault('body-units-doubtful', { where: notes.where, expected: `a median BMI from ${USUAL.lowest} to ${USUAL.highest}`, came: `${middle}${guess}` })];
}
