import type { FaultEntry } from '#core/faultCatalogue/faultEntry.ts';

/** The viewer and its graphics device. */
export const VIEWER_FAULTS = {
  'viewer-volume-too-large': { severity: 'error', reason: 'The image is larger than this graphics device can hold.', remedy: 'Open a cropped or downsampled image, or use a device with more graphics memory.' },
  'viewer-volume-unreadable': { severity: 'error', reason: 'The viewer could not show this image.', remedy: 'Open it again; if it fails again, report the details.' },
  'webgl-context-lost': { severity: 'warning', reason: 'The graphics device was lost; the image is not shown.', remedy: 'It is rebuilt as soon as the browser gives it back; otherwise press Rebuild the view. Masks and prompts are kept.' },
  'webgl-missing': { severity: 'error', reason: 'This browser offers no WebGL2, which the viewer draws with.', remedy: 'Turn on hardware acceleration or use a current Chrome, Edge, Firefox or Safari.' },
} as const satisfies Record<string, FaultEntry>;
