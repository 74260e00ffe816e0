import { Text } from '@mantine/core';
import { goToSlice, sliceOf } from '#app/actions/tools.ts';
import { proportion } from '#app/parts/decimal.ts';
import { countedSlices, worstSlice } from '#app/pages/segment/countedSlices.ts';
import classes from '#app/pages/segment/SliceStrip.module.css';
import { agreementStore } from '#app/stores/answerStore.ts';
import { caseStore } from '#app/stores/caseStore.ts';
import { repeatStore } from '#app/stores/repeatStore.ts';
import { viewStore } from '#app/stores/viewStore.ts';
import { volumetricStore } from '#app/stores/volumetricStore.ts';
import type { Agreement } from '#engine/protocol/volumeCalls.ts';
import { sliceCount } from '#core/volume/slice.ts';

const HEIGHT = 40;

/** Dice of every slice of the plane that is predicted, or was asked and missed; a line below where the expert's structure lies, the worst slice marked. Click or arrow keys scroll. */
export function SliceStrip() {
  const open = caseStore((it) => it.open);
  const plane = viewStore((it) => it.plane);
  const crosshair = viewStore((it) => it.crosshair);
  const { profile, profilePlane } = agreementStore();
  const asked = useAsked();
  if (!open) return null;
  const count = sliceCount(open.grid, plane);
  const at = sliceOf(crosshair, plane);
  const slices = profilePlane === plane ? profile : [];
  const counted = countedSlices(slices, plane, asked);
  const worst = worstSlice(slices, counted);
  const goTo = (clientX: number, { left, width }: DOMRect) => goToSlice(Math.floor(((clientX - left) / width) * count));
  return (
    <div className={classes.strip} role="slider" tabIndex={0} aria-label={`Slice of the ${plane} plane, with its Dice`} aria-valuemin={1} aria-valuemax={count} aria-valuenow={at + 1}
      aria-valuetext={`Slice ${at + 1} of ${count}${slices[at]?.dice == null ? '' : `, Dice ${proportion(slices[at].dice)}`}`}
      onPointerDown={(event) => { event.currentTarget.setPointerCapture(event.pointerId); goTo(event.clientX, event.currentTarget.getBoundingClientRect()); }}
      onPointerMove={(event) => { if (event.buttons === 1) goTo(event.clientX, event.currentTarget.getBoundingClientRect()); }}
      onKeyDown={(event) => { const by = STEPS[event.key]; if (by) { event.preventDefault(); goToSlice(at + by); } }}>
      <svg viewBox={`0 0 ${count} ${HEIGHT}`} preserveAspectRatio="none" width="100%" height={HEIGHT} aria-hidden="true">
        {slices.map((it, index) => it.referenceVoxels > 0 && <rect key={index} className={classes.expert} x={index} width={1} y={HEIGHT - 3} height={3} />)}
        {counted.map((index) => <Bar key={index} dice={slices[index].dice ?? 0} index={index} worst={index === worst} />)}
        <rect className={classes.here} x={at} width={1} y={0} height={HEIGHT} />
      </svg>
      <Text size="xs" c="dimmed" className={classes.caption}>{caption(slices, counted.length, worst)}</Text>
    </div>
  );
}

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 };

/** The slices of the target that were asked: a run's own, all where a model took the whole volume. Null where only accepted slices are known. */
function useAsked() {
  const origin = caseStore((it) => it.open?.origin.kind);
  const target = caseStore((it) => it.target);
  const repeated = repeatStore((it) => it.result);
  const isAnswered = volumetricStore((it) => it.answers.some(({ value }) => value === target));
  if (repeated?.target === target) return repeated.asked;
  return isAnswered && origin !== 'cohort' ? WHOLE : null;
}

const WHOLE = { plane: 'axial', everyNth: 1 } as const;

function Bar({ dice, index, worst }: { readonly dice: number; readonly index: number; readonly worst: boolean }) {
  const height = Math.max(1, dice * (HEIGHT - 6));
  return <rect className={worst ? classes.worst : classes.bar} x={index + 0.1} width={0.8} y={HEIGHT - 5 - height} height={height} />;
}

function caption(slices: readonly Agreement[], counted: number, worst: number | null): string {
  if (counted === 0) return 'Dice by slice: none accepted yet';
  return `Dice by slice, n ${counted}${worst === null ? '' : `; worst ${worst + 1} (${proportion(slices[worst].dice)})`}`;
}
