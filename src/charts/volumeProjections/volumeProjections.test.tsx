import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { CELLS, SIDE } from '#core/errormaps/volumeMap.ts';
import { VolumeProjections } from '#charts/volumeProjections/Chart.tsx';
import { projected, PROJECTIONS, shadowPath } from '#charts/volumeProjections/layout.ts';

const at = (x: number, y: number, z: number) => x + SIDE * (y + SIDE * z);
const covered = new Float32Array(CELLS).fill(1);

test('an error on the right, in front and above is where a reading room looks for it', () => {
  const fp = new Float32Array(CELLS);
  fp[at(30, 29, 28)] = 1;
  const found = PROJECTIONS.map((look) => {
    const picture = projected(fp, covered, look);
    const place = picture.indexOf(Math.max(...picture));
    return [look.name, place % SIDE, Math.floor(place / SIDE), picture[place]];
  });
  // Patient right and anterior are left and up on axial slices; anterior is left on sagittal ones.
  expect(found).toEqual([['axial', 1, 2, 1 / SIDE], ['coronal', 1, 3, 1 / SIDE], ['sagittal', 2, 3, 1 / SIDE]]);
});

test('lines of sight that the image does not cover have no value, and a short one counts only what it covers', () => {
  const half = covered.map((_, n) => (Math.floor(n / SIDE ** 2) < 16 ? 1 : 0));
  const fn = covered.map((_, n) => (Math.floor(n / SIDE ** 2) === 0 ? 1 : 0));
  expect(projected(fn, half, PROJECTIONS[0])[0]).toBeCloseTo(1 / 16, 10);
  expect(projected(fn, half, PROJECTIONS[1])[0]).toBeNaN();
  expect(() => projected([1, 2], covered, PROJECTIONS[0])).toThrow(RangeError);
});

test('six pictures with the outline of the organ, and their scale', () => {
  const inside = Float32Array.from(covered, (_, n) => ((n % SIDE) > 8 && (n % SIDE) < 24 ? 1 : 0));
  const fn = Float32Array.from(inside, (it, n) => (n % 7 === 0 ? it : 0));
  expect(shadowPath(inside, PROJECTIONS[0])).toMatch(/^M/);
  const html = renderToStaticMarkup(<VolumeProjections map={{ fp: new Float32Array(CELLS), fn, inside, covered }} title="t" fileName="f" fixedWidth={290} />);
  expect(html.match(/role="img"/g)).toHaveLength(6);
  expect(html).toContain('aria-label="Missed, coronal"');
  expect(html).not.toContain('NaN');
});
