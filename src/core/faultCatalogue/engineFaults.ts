import type { FaultEntry } from '#core/faultCatalogue/faultEntry.ts';

/** Devices, workers and what they hold. */
export const ENGINE_FAULTS = {
  'cancelled': { severity: 'notice', reason: 'The work was cancelled.', remedy: 'Start it again when you need it.' },
  'internal': { severity: 'error', reason: 'Something failed inside IsoDice.', remedy: 'Copy the details and report them; your session is kept.' },
  'gpu-emulated': { severity: 'notice', reason: 'This browser emulates its graphics card in software, which is slower than the processor itself.', remedy: 'Turn on hardware acceleration in the browser\'s settings to use a graphics card.' },
  'gpu-lost': { severity: 'error', reason: 'The graphics device was lost while a network ran.', remedy: 'It is started anew; repeat the prompt. If it happens again, choose the WASM device.' },
  'gpu-missing': { severity: 'notice', reason: 'This browser offers no WebGPU device.', remedy: 'Networks run on the processor instead; a current Chrome or Edge with hardware acceleration is faster.' },
  'runtime-failed': { severity: 'error', reason: 'The runtime for networks could not be started on this device.', remedy: 'Another device is tried; otherwise reload the page, or use a current browser.' },
  'worker-failed': { severity: 'error', reason: 'A background worker stopped.', remedy: 'Repeat the step; if it fails again, reload the page.' },
  'file-unreachable': { severity: 'error', reason: 'A file could not be fetched.', remedy: 'Check the address; only files of this server can be opened.' },
  'volume-not-open': { severity: 'error', reason: 'This image is not open.', remedy: 'Open it again.' },
  'results-not-held': { severity: 'error', reason: 'The background worker does not hold this table of results.', remedy: 'Reload the page.' },
  'reference-not-open': { severity: 'error', reason: 'There is no expert\'s mask for this image.', remedy: 'Open one beside it.' },
} as const satisfies Record<string, FaultEntry>;
