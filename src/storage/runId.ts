import type { RunSpec } from '#core/evaluation/runSpec.ts';
import { configurationText } from '#core/evaluation/runSpec.ts';
import { textDigest } from '#storage/textDigest.ts';

/** The run's id: the digest of its configuration, so that the same configuration is the same run in every tab. */
export async function runIdOf(spec: RunSpec): Promise<string> {
  return textDigest(configurationText(spec));
}
