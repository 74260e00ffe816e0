import type { Probe } from '#engine/protocol/modelCalls.ts';

/** What the graphics adapter calls itself. */
export function adapterName({ vendor, architecture, description }: Exclude<Probe['gpu'], { readonly absent: string }>): string {
  return [vendor, architecture, description].filter(Boolean).join(' ') || 'not named';
}
