import { expect, test } from 'vitest';
import { makeRandom } from '#core/num/random.ts';

test('the same seed gives the same numbers, another seed others', () => {
  const draw = (seed: number | string) => { const r = makeRandom(seed); return [r.next(), r.normal(), r.integer(1000)]; };
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
});

test('a fork depends on the seed and its name, not on what was drawn before', () => {
  const fresh = makeRandom('s').fork('liver').next();
  const used = makeRandom('s');
  for (let i = 0; i < 100; i++) used.normal();
  expect(used.fork('liver').next()).toBe(fresh);
  expect(used.fork('spleen').next()).not.toBe(fresh);
});

test('uniform and normal moments are right for 200,000 draws', () => {
  const r = makeRandom(1);
  let sum = 0, squares = 0, uniform = 0;
  const n = 200_000;
  for (let i = 0; i < n; i++) {
    const z = r.normal();
    sum += z;
    squares += z * z;
    uniform += r.next();
  }
  expect(Math.abs(sum / n)).toBeLessThan(0.01);
  expect(Math.abs(squares / n - 1)).toBeLessThan(0.02);
  expect(Math.abs(uniform / n - 0.5)).toBeLessThan(0.003);
});

test('streams of neighbouring seeds are uncorrelated', () => {
  const n = 5000;
  let product = 0;
  for (let seed = 0; seed < n; seed++) product += makeRandom(seed).normal() * makeRandom(seed + 1).normal();
  expect(Math.abs(product / n)).toBeLessThan(0.05);
});
