import type { ReactNode } from 'react';
import { useDeferredValue } from 'react';

/** Drawn after what is round it is on the screen, so that a large page comes in several short tasks instead of a long one. */
export function Later({ children }: { readonly children: ReactNode }) {
  const isTime = useDeferredValue(true, false);
  return isTime ? children : null;
}
