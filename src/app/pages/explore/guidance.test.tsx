import { expect, test } from 'vitest';
import type { MadePerson } from '#app/pages/explore/fakeExploring.tsx';
import { exploringOf, madeTable, markupOf, textOf } from '#app/pages/explore/fakeExploring.tsx';
import { WhoRow } from '#app/pages/explore/WhoRow.tsx';
import { WordsPanel } from '#app/pages/explore/WordsPanel.tsx';
import type { ExploreSelection } from '#core/evaluation/exploreRecipe.ts';

/** A spread of ±0.02 without a random number: every group of even size has its mean where it is said. */
const spread = (n: number): number => 0.02 * (((n * 7) % 10) - 4.5) / 4.5;
const people = (group: string, count: number, mean: number, more: (n: number) => Partial<MadePerson> = () => ({})): MadePerson[] => Array.from({ length: count }, (_, n) => {
  const { covariates, ...rest } = more(n);
  return { dice: mean + spread(n), ...rest, covariates: { group, ...covariates } };
});

async function told(table: readonly MadePerson[], selection: ExploreSelection = {}): Promise<{ readonly page: string; readonly flags: readonly string[] }> {
  const { exploring } = await exploringOf(madeTable(table), { attribute: 'group', ...selection });
  const markup = markupOf(exploring, <><WhoRow /><WordsPanel /></>);
  return { page: textOf(markup), flags: [...markup.matchAll(/data-flag="([^"]+)"/g)].map((it) => it[1]) };
}

test('two large groups alike in everything else are named lowest and highest, and nothing is warned of', async () => {
  const { page, flags } = await told([...people('a', 60, 0.9), ...people('b', 60, 0.8)]);
  expect(page).toContain('Lowest: b, n 60, mean .800');
  expect(page).toContain('Highest: a, n 60, mean .900');
  expect(page).toMatch(/Gap of b to a: −.100 \[−.1\d\d, −.0\d\d\]/);
  expect(flags).toEqual([]);
});

test('a group below 50 is warned of, one below 10 is shown and not ranked, however low it is', async () => {
  const { page, flags } = await told([...people('a', 60, 0.9), ...people('b', 30, 0.85), ...people('c', 6, 0.6)]);
  expect(page).toContain('b has 30 values: its estimates are unsteady.');
  expect(page).toContain('c has 6 values: too few to be ranked.');
  expect(page).toContain('b n 30 · few');
  expect(page).toContain('c n 6 · too few to rank');
  expect(page).toContain('Lowest: b, n 30');
  expect(flags.toSorted()).toEqual(['not-ranked', 'small-group']);
});

test('a mean and a median that disagree send the reader to the tail', async () => {
  // Most of b is a little better than a; a fifth of it is far worse.
  const { page, flags } = await told([...people('a', 60, 0.85), ...people('b', 60, 0, (n) => ({ dice: n % 5 === 0 ? 0.55 : 0.88 + spread(n) / 10 }))], { failureBelow: 0.5 });
  expect(page).toContain('The mean of b is below that of a, its median above it: look at the tail.');
  expect(flags).toContain('mean-median-disagree');
});

test('an adjustment that turns a gap round is said with both figures', async () => {
  // b is better at either site, and nine in ten of b were scanned at the worse one.
  const at = (site: (n: number) => string, better: number) => (n: number) => ({ dice: (site(n) === 'good' ? 0.9 : 0.7) + better + spread(n * 3), covariates: { site: site(n) } });
  const { page, flags } = await told([...people('a', 100, 0, at((n) => (n % 10 === 0 ? 'bad' : 'good'), 0)), ...people('b', 100, 0, at((n) => (n % 10 === 0 ? 'good' : 'bad'), 0.03))], { adjust: ['site'] });
  expect(page).toMatch(/Adjusted for site, the gap of b changes its sign \(-0.1\d* to 0.03\d*\)/);
  expect(page).toMatch(/After site: .03\d \[/);
  expect(flags).toContain('adjustment-reverses');
  expect(flags).not.toContain('unadjusted-covariate');
});

test('a gap that organs of this size have anyway is within the metric floor', async () => {
  const floor = (it: number) => (n: number) => ({ floor: it + spread(n * 3) });
  const within = await told([...people('a', 60, 0.9, floor(0.95)), ...people('b', 60, 0.8, floor(0.85))]);
  expect(within.page).toContain('The gap of b is within what an equal small error would cost organs of this size.');
  expect(within.page).toContain('Within the metric floor: yes');
  const beyond = await told([...people('a', 60, 0.9, floor(0.95)), ...people('b', 60, 0.8, floor(0.95))]);
  expect(beyond.flags).not.toContain('within-floor');
  expect(beyond.page).toMatch(/Within the metric floor: no; above the floor −.100 \[/);
});

test('groups that differ in a covariate are told so until it is adjusted for', async () => {
  const aged = (from: number) => (n: number) => ({ covariates: { age: from + ((n * 7) % 20) } });
  const table = [...people('a', 60, 0.9, aged(30)), ...people('b', 60, 0.85, aged(45))];
  const raw = await told(table);
  expect(raw.page).toMatch(/b and a differ in age \(standardised difference [\d.]+\), which is not adjusted for./);
  expect(raw.page).toMatch(/The groups also differ in age \(SMD \d[.]\d\d\)/);
  expect((await told(table, { adjust: ['age'] })).flags).not.toContain('unadjusted-covariate');
});

test('groups without a value in common are told so, in words and in the balance; a group too small to be ranked is not', async () => {
  const scanner = (name: string) => () => ({ covariates: { scanner: name } });
  const table = [...people('a', 60, 0.9, scanner('old')), ...people('b', 60, 0.85, scanner('new'))];
  const { page, flags } = await told(table);
  expect(page).toContain('b and a differ in scanner: new (they share no value), which is not adjusted for.');
  expect(page).toContain('The groups also differ in scanner (no value in common).');
  expect(flags).toContain('unadjusted-covariate');
  const { exploring } = await exploringOf(madeTable(table), { attribute: 'group' });
  expect(exploring.audit.value?.rows.filter(({ kind }) => kind === 'balance').map(({ estimate, fault }) => [estimate, fault?.code])).toContainEqual([null, 'stats-no-shared-value']);
  const alike = (n: number) => ({ covariates: { scanner: n % 2 ? 'old' : 'new' } });
  const few = await told([...people('a', 60, 0.9, alike), ...people('b', 60, 0.85, alike), ...people('c', 6, 0.85, scanner('new'))]);
  expect(few.flags).not.toContain('unadjusted-covariate');
  expect(few.page).not.toContain('The groups also differ');
});

test('subjects without the attribute are counted and compared with nobody', async () => {
  const { page, flags } = await told([...people('a', 60, 0.9), ...people('b', 60, 0.8), ...Array.from({ length: 12 }, (_, n) => ({ dice: 0.2 + spread(n), covariates: {} }))]);
  expect(page).toContain('Without group, but with a score: 12 subjects. They are shown as a group of their own and take part in no comparison.');
  expect(page).toContain('group unknown n 12');
  expect(page).toContain('Lowest: b');
  expect(flags).toContain('attribute-missing');
});
