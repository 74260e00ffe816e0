import type { RunSpec } from '#core/evaluation/runSpec.ts';
import { configurationText } from '#core/evaluation/runSpec.ts';

/** The run's id: the digest of its configuration, so that the same configuration is the same run in every tab. */
export async function runIdOf(spec: RunSpec): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(configurationText(spec))));
  return Array.from(digest.subarray(0, 16), (it) => it.toString(16).padStart(2, '0')).join('');
}
