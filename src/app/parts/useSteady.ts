import { useState } from 'react';

/** The value, as the same object for as long as its content is the same, so that what hangs on it alone is not drawn again. For small plain data. */
export function useSteady<T>(value: T): T {
  const [held, setHeld] = useState(value);
  if (held === value || JSON.stringify(held) === JSON.stringify(value)) return held;
  setHeld(value);
  return value;
}
