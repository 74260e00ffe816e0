import { useEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';

/** The width that an element has, in whole pixels; a guess until it is on the screen. */
export function useWidth(guess = 560): readonly [RefObject<HTMLDivElement | null>, number] {
  const element = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(guess);
  useEffect(() => {
    const it = element.current;
    if (!it) return undefined;
    const observer = new ResizeObserver(([entry]) => { if (entry.contentRect.width > 0) setWidth(Math.round(entry.contentRect.width)); });
    observer.observe(it);
    return () => observer.disconnect();
  }, []);
  return [element, width];
}
