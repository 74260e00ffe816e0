import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Path of a file beside the project (`../shared/…`), or undefined where it is absent. With REQUIRE_SHARED=1 absence
 * is an error, so that a test that needs it cannot pass by skipping.
 */
export function sharedPath(relative: string): string | undefined {
  const path = fileURLToPath(new URL(`../../../shared/${relative}`, import.meta.url));
  if (existsSync(path)) return path;
  if (process.env['REQUIRE_SHARED'] === '1') throw new Error(`REQUIRE_SHARED=1, and ../shared/${relative} is absent`);
  return undefined;
}
