import { Text } from '@mantine/core';
import { goToSlice, sliceOf } from '#app/actions/tools.ts';
import { proportion } from '#app/parts/decimal.ts';
import classes from '#app/pages/segment/SliceStrip.module.css';
import { agreementStore } from '#app/stores/answerStore.ts';
import { caseStore } from '#app/stores/caseStore.ts';
import { viewStore } from '#app/stores/viewStore.ts';
import type { Agreement } from '#engine/protocol/volumeCalls.ts';
import { sliceCount } from '#core/volume/slice.ts';

const HEIGHT = 40;

/** Dice of every predicted slice of the plane; a line below where the expert's structure lies, the worst slice marked. Click or arrow keys scroll. */
export function SliceStrip() {
  const open = caseStore((it) => it.open);
  const plane = viewStore((it) => it.plane);
  const crosshair = viewStore((it) => it.crosshair);
  const { profile, profilePlane } = agreementStore();
  if (!open) return null;
  const count = sliceCount(open.grid, plane);
  const at = sliceOf(crosshair, plane);
  const slices = profilePlane === plane ? profile : [];
  const worst = worstSlice(slices);
  const goTo = (clientX: number, { left, width }: DOMRect) => goToSlice(Math.floor(((clientX - left) / width) * count));
  return (
    <div className={classes.strip} role="slider" tabIndex={0} aria-label={`Slice of the ${plane} plane, with its Dice`} aria-valuemin={1} aria-valuemax={count} aria-valuenow={at + 1}
      aria-valuetext={`Slice ${at + 1} of ${count}${slices[at]?.dice == null ? '' : `, Dice ${proportion(slices[at].dice)}`}`}
      onPointerDown={(event) => { event.currentTarget.setPointerCapture(event.pointerId); goTo(event.clientX, event.currentTarget.getBoundingClientRect()); }}
      onPointerMove={(event) => { if (event.buttons === 1) goTo(event.clientX, event.currentTarget.getBoundingClientRect()); }}
      onKeyDown={(event) => { const by = STEPS[event.key]; if (by) { event.preventDefault(); goToSlice(at + by); } }}>
      <svg viewBox={`0 0 ${count} ${HEIGHT}`} preserveAspectRatio="none" width="100%" height={HEIGHT} aria-hidden="true">
        {slices.map((it, index) => <Bar key={index} agreement={it} index={index} worst={index === worst} />)}
        <rect className={classes.here} x={at} width={1} y={0} height={HEIGHT} />
      </svg>
      <Text size="xs" c="dimmed" className={classes.caption}>{caption(slices, worst)}</Text>
    </div>
  );
}

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 };

function Bar({ agreement, index, worst }: { readonly agreement: Agreement; readonly index: number; readonly worst: boolean }) {
  const { dice, predictionVoxels, referenceVoxels } = agreement;
  const height = (dice ?? 0) * (HEIGHT - 6);
  return (
    <>
      {referenceVoxels > 0 && <rect className={classes.expert} x={index} width={1} y={HEIGHT - 3} height={3} />}
      {predictionVoxels > 0 && <rect className={worst ? classes.worst : classes.bar} x={index + 0.1} width={0.8} y={HEIGHT - 5 - Math.max(1, height)} height={Math.max(1, height)} />}
    </>
  );
}

function worstSlice(slices: readonly Agreement[]): number {
  let worst = -1;
  for (let index = 0; index < slices.length; index++) {
    const { dice, predictionVoxels } = slices[index];
    if (dice !== null && predictionVoxels > 0 && (worst < 0 || dice < (slices[worst].dice ?? 2))) worst = index;
  }
  return worst;
}

function caption(slices: readonly Agreement[], worst: number): string {
  const predicted = slices.filter(({ predictionVoxels }) => predictionVoxels > 0).length;
  if (predicted === 0) return 'Dice by slice: none accepted yet';
  return `Dice by slice, n ${predicted}; worst ${worst + 1} (${proportion(slices[worst]?.dice ?? null)})`;
}
