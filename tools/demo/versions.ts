import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** The versions of this program and of the runtime that evaluates here. */
export function versionsHere(): { readonly onnxruntime: string; readonly program: string } {
  const program = (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }).version;
  const onnxruntime = (createRequire(import.meta.url)('onnxruntime-node/package.json') as { version: string }).version;
  return { onnxruntime, program };
}
