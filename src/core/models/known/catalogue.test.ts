import { expect, test } from 'vitest';
import { CATALOGUE_MODELS, knownOf } from '#core/models/known/catalogue.ts';

test.each(CATALOGUE_MODELS)('$id names a known model, https addresses, sizes and whole digests, no file twice', (model) => {
  expect(knownOf(model).promptKinds.length).toBeGreaterThan(0);
  expect(new Set(model.files.map(({ file }) => file)).size).toBe(model.files.length);
  for (const { url, file, bytes, sha256 } of model.files) {
    expect(new URL(url).protocol).toBe('https:');
    expect(url.endsWith(`/${file}`)).toBe(true);
    expect(bytes).toBeGreaterThan(1000);
    if (sha256 !== undefined) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  }
  expect(model.id).toMatch(/^[\w.-]+$/);
});
