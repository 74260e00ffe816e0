import { create } from 'zustand';
import type { IntensityWindow } from '#core/models/promptable.ts';
import type { DisplayWindow } from '#core/volume/displayWindow.ts';
import type { VoxelPoint } from '#core/volume/grid.ts';
import type { Plane } from '#core/volume/slice.ts';
import type { Convention, Layout, SlicePosition, Tool, Visibility } from '#viewer/types.ts';

export interface OverlayFacts { readonly visibility: Visibility; readonly opacity: number }

interface ViewFacts {
  readonly layout: Layout;
  readonly convention: Convention;
  readonly window: DisplayWindow;
  /** What the model sees; never the display's window by accident. */
  readonly modelWindow: IntensityWindow;
  readonly tool: Tool;
  readonly crosshair: VoxelPoint;
  readonly crosshairVisibility: Visibility;
  readonly interpolation: 'linear' | 'nearest';
  /** The plane that slice keys, the strip and the readings speak of. */
  readonly plane: Plane;
  readonly reference: OverlayFacts;
  readonly prediction: OverlayFacts;
  readonly error: OverlayFacts;
  /** Distances of the predicted surface from the expert's. */
  readonly distance: OverlayFacts;
  /** A map of groups, laid on the organ. */
  readonly groupMap: OverlayFacts;
  /** Prompts and the mask waiting to be accepted. */
  readonly promptVisibility: Visibility;
  /** What lies under the pointer. */
  readonly reading: SlicePosition | null;
  readonly context: 'shown' | 'lost';
}

/** How the image is looked at. */
export const viewStore = create<ViewFacts>()(() => ({
  layout: 'axial', convention: 'radiological',
  window: { low: -160, high: 240 }, modelWindow: { low: -160, high: 240 },
  tool: 'box', crosshair: { i: 0, j: 0, k: 0 }, crosshairVisibility: 'hidden', interpolation: 'linear', plane: 'axial',
  reference: { visibility: 'shown', opacity: 0.35 },
  prediction: { visibility: 'shown', opacity: 0.5 },
  error: { visibility: 'hidden', opacity: 0.6 },
  distance: { visibility: 'hidden', opacity: 0.9 },
  groupMap: { visibility: 'hidden', opacity: 0.9 },
  promptVisibility: 'shown', reading: null, context: 'shown',
}));
