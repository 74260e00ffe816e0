import { lazy, Suspense } from 'react';
import { closePalette, openPalette, shellStore } from '#app/stores/shellStore.ts';
import { useKeys } from '#app/parts/useKeys.ts';

const Palette = lazy(async () => ({ default: (await import('#app/parts/Palette.tsx')).Palette }));
const OPEN = [{ id: 'palette', group: 'IsoDice', label: 'Commands', keys: ['mod+k'], run: openPalette }];

/** ⌘K; the palette itself is fetched when it is first asked for. */
export function CommandPalette() {
  const state = shellStore((it) => it.palette);
  useKeys(OPEN);
  if (state === 'closed') return null;
  return <Suspense fallback={null}><Palette onClose={closePalette} /></Suspense>;
}
