import type { VoxelPoint } from '#core/volume/grid.ts';
import type { Plane } from '#core/volume/slice.ts';
import { planeAxes } from '#core/volume/slice.ts';

export type KeyAction =
  | { readonly kind: 'move'; readonly by: VoxelPoint }
  | { readonly kind: 'zoom'; readonly factor: number }
  | { readonly kind: 'reset' };

interface KeyPress { readonly key: string; readonly shiftKey: boolean; readonly ctrlKey: boolean; readonly metaKey: boolean; readonly altKey: boolean }

/**
 * What a key means on a plane: arrows move the crosshair one pixel as seen on the screen (with Shift five), Page Up
 * and Page Down change the slice, + and − zoom, Home resets. `mirror` is −1 on a mirrored (neurological) pane.
 */
export function keyAction(press: KeyPress, plane: Plane, mirror: 1 | -1): KeyAction | undefined {
  if (press.ctrlKey || press.metaKey || press.altKey) return undefined;
  const steps = press.shiftKey ? 5 : 1;
  const [a, b, c] = planeAxes(plane);
  const move = (axis: 0 | 1 | 2, by: number): KeyAction => ({ kind: 'move', by: { i: axis === 0 ? by : 0, j: axis === 1 ? by : 0, k: axis === 2 ? by : 0 } });
  switch (press.key) {
    case 'ArrowLeft': return move(a, steps * mirror);
    case 'ArrowRight': return move(a, -steps * mirror);
    case 'ArrowUp': return move(b, steps);
    case 'ArrowDown': return move(b, -steps);
    case 'PageUp': return move(c, steps);
    case 'PageDown': return move(c, -steps);
    case '+': case '=': return { kind: 'zoom', factor: 1.25 };
    case '-': case '_': return { kind: 'zoom', factor: 0.8 };
    case 'Home': return { kind: 'reset' };
    default: return undefined;
  }
}
