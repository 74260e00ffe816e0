import type { Edges } from '#core/models/isoPrompt/drawing.ts';
import { boxMap, coreMaps, edgesOf, strokeMap, strokesOf } from '#core/models/isoPrompt/drawing.ts';
import type { Frame } from '#core/models/isoPrompt/framing.ts';
import { letterbox, resampleInto, tapsInto } from '#core/models/isoPrompt/framing.ts';
import { geodesic, halved, stepsOn } from '#core/models/isoPrompt/geodesic.ts';
import { posterior, weighted } from '#core/models/isoPrompt/likeness.ts';
import { CHANNELS, REGION } from '#core/models/isoPrompt/sizes.ts';
import type { SlicePrompts } from '#core/models/promptable.ts';
import type { SliceGeometry } from '#core/volume/slice.ts';

const N = REGION * REGION;

/**
 * The decoder's prompt channels on one region, [CHANNELS, REGION, REGION]. Twin of tools/train/channels.py:
 * 0 image · 1 positive strokes · 2 negative strokes · 3 box, one half in its outermost pixel (of the
 * slice), so that the pixel's size shows · 4 previous mask (2p − 1; 0 where none) ·
 * 5 exp(−((I−μ)/2σ)²) · 6 exp(−((I−μ)/0.1)²) · 7 I − μ clipped to ±0.5, doubled · 8 likeness to negatives ·
 * 9 histogram posterior, inside against outside · 10, 11 exp(−geodesic distance) from positives, and from negatives
 * with the outside of the box · 12 size of the region over the size of the slice.
 * @param windowed the slice in 0..1, on the slice's grid
 * @param previous probabilities of the last answer, on the slice's grid
 */
export function promptChannels(windowed: Float32Array, slice: SliceGeometry, frame: Frame, prompts: SlicePrompts, previous?: Float32Array): Float32Array {
  const out = new Float32Array(CHANNELS * N);
  const channel = (index: number) => out.subarray(index * N, (index + 1) * N);
  const into = tapsInto(slice, frame, REGION);
  const image = channel(0);
  resampleInto(windowed, 0, slice.width, into, image);
  const positive = strokeMap(prompts, 'positive', slice, frame);
  const negative = strokeMap(prompts, 'negative', slice, frame);
  channel(1).set(positive);
  channel(2).set(negative);
  const edges = prompts.box && edgesOf(prompts.box, slice, frame);
  const box = edges && boxMap(edges);
  const middle = edges && coreMaps(edges);
  if (box && edges) {
    const stepMm = frame.sizeMm / REGION;
    const inset = boxMap(shrunk(edges, slice.spacingMm.u / stepMm, slice.spacingMm.v / stepMm));
    for (let at = 0; at < N; at++) out[3 * N + at] = (box[at] + inset[at]) / 2;
  }
  const before = previous && new Float32Array(N);
  if (previous && before) {
    resampleInto(previous, 0, slice.width, into, before);
    for (let at = 0; at < N; at++) out[4 * N + at] = 2 * before[at] - 1;
  }
  const clicked = strokesOf(prompts, 'positive').length > 0;
  const core = middle?.core ?? before;
  const squared = positive.map((value) => value * value);
  likenessChannels(out, image, clicked ? squared : core, strokesOf(prompts, 'negative').length > 0 ? negative : undefined);
  channel(9).set(posterior(image, before ?? middle?.ellipse ?? squared, rest(before ?? box)));
  const seeds = clicked ? positive : middle?.core;
  reachChannels(out, image, seeds, negative, box);
  channel(12).fill(frame.sizeMm / letterbox(slice).sizeMm);
  return out;
}

function shrunk({ left, top, right, bottom }: Edges, x: number, y: number): Edges {
  return { left: left + x, top: top + y, right: right - x, bottom: bottom - y };
}

/** What is left of one at each pixel. */
function rest(share: Float32Array | undefined): Float64Array {
  const out = new Float64Array(N).fill(1);
  if (share) for (let at = 0; at < N; at++) out[at] = 1 - share[at];
  return out;
}

function likenessChannels(out: Float32Array, image: Float32Array, weights: Float32Array | undefined, negative: Float32Array | undefined): void {
  const like = weights && weighted(image, weights);
  const unlike = negative && weighted(image, Float64Array.from(negative, (value) => value * value));
  if (like) {
    const width = 2 * (like.deviation + 0.02);
    for (let at = 0; at < N; at++) {
      const away = image[at] - like.mean;
      out[5 * N + at] = bell(away / width);
      out[6 * N + at] = bell(away / 0.1);
      out[7 * N + at] = Math.min(0.5, Math.max(-0.5, away)) * 2;
    }
  }
  if (unlike) for (let at = 0; at < N; at++) out[8 * N + at] = bell((image[at] - unlike.mean) / 0.1);
}

function bell(x: number): number {
  return Math.exp(-(x * x));
}

function reachChannels(out: Float32Array, image: Float32Array, seeds: Float32Array | undefined, negative: Float32Array, box: Float32Array | undefined): void {
  const half = REGION / 2;
  const steps = stepsOn(halved(image, REGION), half);
  const near = seeds && halved(seeds, REGION);
  const away = halved(negative, REGION);
  const within = box && halved(box, REGION);
  const from = new Uint8Array(half * half);
  const against = new Uint8Array(half * half);
  for (let at = 0; at < from.length; at++) {
    if (near && near[at] > 0.6) from[at] = 1;
    if (away[at] > 0.6 || (within && within[at] < 0.01)) against[at] = 1;
  }
  [from, against].forEach((start, which) => {
    const reach = geodesic(steps, start);
    for (let at = 0; at < reach.length; at++) reach[at] = Math.exp(-reach[at]);
    for (let y = 0, o = (10 + which) * N; y < REGION; y++) {
      for (let x = 0; x < REGION; x++, o++) out[o] = reach[(y >> 1) * half + (x >> 1)];
    }
  });
}
