import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test, vi } from 'vitest';
import { makeRandom } from '#core/num/random.ts';
import { dotsPath, makeDotField, MOST_MARKS } from '#charts/kit/dotField.ts';
import type { FieldDot } from '#charts/kit/dotField.ts';
import { DotMarks } from '#charts/kit/DotMarks.tsx';
import { whenPainted } from '#charts/kit/saveChart.ts';

function scattered(n: number): FieldDot[] {
  const random = makeRandom('dots');
  return Array.from({ length: n }, (_, i) => ({ x: random.uniform(0, 600), y: random.uniform(0, 300), group: i % 2, caseAt: i, value: i, order: -i }));
}

test('the dot that is told is the nearest of all, within reach alone', () => {
  const dots = scattered(500);
  const field = makeDotField(dots);
  const random = makeRandom('places');
  for (let n = 0; n < 200; n++) {
    const [x, y] = [random.uniform(-40, 640), random.uniform(-40, 340)];
    const distance = (it: FieldDot) => Math.hypot(it.x - x, it.y - y);
    const best = dots.reduce((a, b) => (distance(b) < distance(a) ? b : a));
    expect(field.nearest(x, y)).toBe(distance(best) < 14 ? best : null);
  }
});

test('the keyboard goes group by group in order, and stops at the ends', () => {
  const field = makeDotField(scattered(6));
  const first = field.step(null, 1);
  expect(first?.caseAt).toBe(4);
  expect(field.step(first, 1)?.caseAt).toBe(2);
  expect(field.step(first, -1)).toBe(first);
  expect(field.step(first, Infinity)?.caseAt).toBe(1);
  expect(makeDotField([]).step(null, 1)).toBeNull();
});

test('some dots are a path a group; thousands are no marks of the drawing', () => {
  const drawn = (n: number) => renderToStaticMarkup(<svg><DotMarks dots={scattered(n)} colours={['red', 'blue']} width={600} height={300} /></svg>);
  expect(drawn(MOST_MARKS).match(/<path/g)).toHaveLength(2);
  expect(drawn(MOST_MARKS + 1)).not.toContain('<path');
  expect(dotsPath(scattered(3), 1).match(/M/g)).toHaveLength(1);
});

test('a drawing with thousands of dots says that it is still being painted, and is not saved before; one that has left the page keeps nobody waiting', async () => {
  expect(renderToStaticMarkup(<svg><DotMarks dots={scattered(MOST_MARKS + 1)} colours={['red', 'blue']} width={600} height={300} /></svg>)).toContain('data-painting');
  let frames = 0;
  vi.stubGlobal('requestAnimationFrame', (next: () => void) => { frames++; queueMicrotask(next); });
  const drawing = (frame: (n: number) => { isConnected: boolean; isPainting: boolean }) => ({ get isConnected() { return frame(frames).isConnected; }, querySelector: () => frame(frames).isPainting }) as unknown as SVGSVGElement;
  await whenPainted(drawing((n) => ({ isConnected: true, isPainting: n < 5 })));
  expect(frames).toBe(5);
  await whenPainted(drawing((n) => ({ isConnected: n < 8, isPainting: true })));
  expect(frames).toBe(8);
  vi.unstubAllGlobals();
});
