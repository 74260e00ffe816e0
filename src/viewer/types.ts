import type { Fault } from '#core/faults.ts';
import type { DisplayWindow } from '#core/volume/displayWindow.ts';
import type { Polarity, SliceBox } from '#core/models/promptable.ts';
import type { Grid, SlicePoint, VoxelPoint, WorldPoint } from '#core/volume/grid.ts';
import type { Plane, SliceMask } from '#core/volume/slice.ts';

export type Layout = 'axial' | 'coronal' | 'sagittal' | 'multiplanar' | 'render';

/** Radiological: patient's right on the screen's left. Neurological: right on the right. Display only; slice frames never change. */
export type Convention = 'radiological' | 'neurological';

/** What the left mouse button does. With a prompt tool it belongs to the app (pointer events go out, nothing moves). */
export type Tool = 'navigate' | 'point' | 'box' | 'scribble' | 'window' | 'pan';


export type Visibility = 'shown' | 'hidden';

/** 0..255 each. */
export interface Rgb { readonly r: number; readonly g: number; readonly b: number }

/** An image to show: NIfTI bytes whose voxels are in canonical (RAS) order, and the grid that they describe. */
export interface ViewerVolume {
  /** Identity: the bytes are read again only when it changes. */
  readonly id: string;
  readonly bytes: ArrayBuffer;
  readonly grid: Grid;
}

/** Labels on the volume's grid, x fastest; 0 is background. Given again only when `data` is another array. */
export interface LabelOverlay {
  readonly data: Uint8Array;
  readonly opacity: number;
  readonly visibility: Visibility;
  /** Colour per label value; values without one get their role's colour (or, with several values, a palette's). */
  readonly colors?: ReadonlyMap<number, Rgb>;
  /** Only this label is shown and compared; all labels when absent. */
  readonly label?: number;
}

/** Agreement of prediction with reference; when shown it stands in place of their fills. */
export interface ErrorOverlay {
  readonly opacity: number;
  readonly visibility: Visibility;
}

/** A value per voxel, such as a distance: codes on the volume's grid, 0 nothing, and a colour for each code. When shown it stands in place of all fills. */
export interface ValueOverlay {
  readonly data: Uint8Array;
  /** Red, green, blue of each of 256 codes, 0 to 255. */
  readonly colors: Uint8Array;
  readonly opacity: number;
  readonly visibility: Visibility;
}

export interface Overlays {
  readonly reference?: LabelOverlay;
  readonly prediction?: LabelOverlay;
  readonly error?: ErrorOverlay;
  readonly values?: ValueOverlay;
}

/** A mask painted live above one slice, not yet part of any overlay. */
export interface Preview {
  readonly mask: SliceMask;
  /** Hover: what a click here would give (light). Candidate: the answer to the prompts, waiting for accept (full). */
  readonly status: 'hover' | 'candidate';
  readonly color?: Rgb;
}

interface GlyphPlace {
  readonly id: string;
  readonly plane: Plane;
  /** Slice index along the plane's normal. */
  readonly index: number;
  readonly polarity: Polarity;
  readonly emphasis?: 'selected' | 'normal';
}

/** A prompt as drawn; positions in slice pixels of the radiological frame (core/volume/slice.ts). */
export type PromptGlyph = GlyphPlace & (
  | { readonly kind: 'point'; readonly at: SlicePoint }
  | { readonly kind: 'box'; readonly box: SliceBox }
  | { readonly kind: 'scribble'; readonly path: readonly SlicePoint[]; readonly radiusPx: number }
);

/** Everything that one can ask of the viewer, declaratively. Absent members keep their last value. */
export interface ViewerProps {
  readonly volume?: ViewerVolume | undefined;
  readonly layout: Layout;
  readonly window: DisplayWindow;
  readonly convention: Convention;
  readonly overlays: Overlays;
  readonly crosshair: VoxelPoint;
  readonly crosshairVisibility: Visibility;
  readonly tool: Tool;
  readonly interpolation: 'linear' | 'nearest';
  readonly previews: readonly Preview[];
  readonly prompts: readonly PromptGlyph[];
  /** Radius of the brush cursor in slice pixels, for the scribble tool. */
  readonly brushRadiusPx: number;
  readonly polarity: Polarity;
  readonly theme: 'dark' | 'light';
}

/** Where a pointer is, on which slice; `point` and `voxel` are the same place, both may be fractional. */
export interface SlicePosition {
  readonly plane: Plane;
  readonly index: number;
  readonly point: SlicePoint;
  readonly voxel: VoxelPoint;
  readonly world: WorldPoint;
  /** Real intensity of the nearest voxel, in the image's units (HU or a.u.). */
  readonly intensity: number;
}

export interface Modifiers { readonly alt: boolean; readonly ctrl: boolean; readonly meta: boolean; readonly shift: boolean }

export type HandlePart = 'body' | 'uMin-vMin' | 'uMax-vMin' | 'uMin-vMax' | 'uMax-vMax';

export type ViewerEvent =
  /** The volume of this id is on the screen. */
  | { readonly kind: 'ready'; readonly volumeId: string }
  /** The crosshair moved; `cause` tells the user's doing from setProps's, so that a store does not echo. */
  | { readonly kind: 'crosshair'; readonly voxel: VoxelPoint; readonly world: WorldPoint; readonly intensity: number; readonly cause: 'user' | 'props' }
  /** Another slice of a plane came up. */
  | { readonly kind: 'slice'; readonly plane: Plane; readonly index: number }
  | { readonly kind: 'hover'; readonly at: SlicePosition; readonly modifiers: Modifiers; readonly hit?: GlyphHit }
  | { readonly kind: 'hover-end' }
  /** Left button with a prompt tool. A drag stays on the slice where it began, clamped to its edges. */
  | { readonly kind: 'press' | 'drag' | 'release'; readonly at: SlicePosition; readonly start: SlicePosition; readonly modifiers: Modifiers; readonly hit?: GlyphHit }
  | { readonly kind: 'press-cancelled' }
  | { readonly kind: 'window'; readonly window: DisplayWindow }
  | { readonly kind: 'view'; readonly zoom: number }
  | { readonly kind: 'context'; readonly state: 'lost' | 'restored' }
  | { readonly kind: 'fault'; readonly fault: Fault };

/** The glyph under the pointer. */
export interface GlyphHit { readonly promptId: string; readonly part: HandlePart }

export type ViewerListener = (event: ViewerEvent) => void;

/** The imperative side: what the React wrapper hands to `onOwner`, for actions that move voxels. */
export interface ViewerHandle {
  setProps(props: Partial<ViewerProps>): void;
  subscribe(listener: ViewerListener): () => void;
  /** Writes one slice of an overlay (mask times `value`) and uploads only that slice. */
  paintSlice(overlay: 'reference' | 'prediction', mask: SliceMask, value?: number): void;
  /** PNG of what is on the screen, marks included. */
  snapshot(): Promise<Blob>;
  /** The slice that a plane shows now. */
  sliceIndex(plane: Plane): number;
  resetView(): void;
  /** Where a slice point is on the page (CSS pixels of the viewport), if its plane is shown. */
  clientPoint(plane: Plane, point: SlicePoint): { readonly x: number; readonly y: number } | undefined;
  /** When everything that was asked for has been drawn, the rendering too. Also ends when the viewer is destroyed. */
  rest(): Promise<void>;
  /** After a lost WebGL context that the browser did not give back. */
  rebuild(): void;
  destroy(): void;
}
