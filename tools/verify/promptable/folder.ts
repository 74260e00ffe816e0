import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelManifest } from '#core/models/manifest.ts';
import { graphOf, parseManifest } from '#core/models/manifest.ts';
import type { IntensityWindow, SlicePrompts } from '#core/models/promptable.ts';
import type { SliceBox } from '#core/prompts/prompt.ts';
import type { SliceImage } from '#core/volume/slice.ts';

/** One question of a golden: clicks and perhaps a box, and how the reference answered. */
export interface GoldenRun {
  readonly name: string;
  readonly prompts: SlicePrompts;
  readonly score: number;
  /** The reference's own logits (or probabilities less ½) on the slice, at which a random network's mask is half on. */
  readonly medianOnSlice: number;
  /** The run whose answer this one goes on from. */
  readonly previous: string | null;
  readonly logits: Float32Array;
  readonly onSlice: Float32Array;
}

/** A folder of manifest, graphs and goldens, as tools/export/sam.py writes it. */
export interface PromptableFolder {
  readonly manifest: ModelManifest;
  readonly slice: SliceImage;
  readonly window: IntensityWindow;
  readonly pixels: Float32Array;
  readonly embedding: Float32Array;
  readonly runs: readonly GoldenRun[];
  graph(role: string): Uint8Array;
}

interface GoldenFile {
  readonly slice: { readonly width: number; readonly height: number };
  readonly window: IntensityWindow;
  readonly runs: readonly {
    readonly name: string; readonly score: number; readonly medianOnSlice: number; readonly box: SliceBox | null; readonly previous?: string | null;
    readonly clicks: readonly { readonly u: number; readonly v: number; readonly label: number }[];
  }[];
}

export function openFolder(folder: string): PromptableFolder {
  const bytes = (name: string) => new Uint8Array(readFileSync(join(folder, name)));
  const floats = (name: string) => new Float32Array(Uint8Array.from(bytes(`golden/${name}.f32`)).buffer);
  const manifest = parseManifest(readFileSync(join(folder, 'manifest.json'), 'utf8'), folder);
  const golden = JSON.parse(readFileSync(join(folder, 'golden/golden.json'), 'utf8')) as GoldenFile;
  return {
    manifest,
    window: golden.window,
    slice: { plane: 'axial', index: 0, ...golden.slice, spacingMm: { u: 1, v: 1 }, data: floats('slice') },
    pixels: floats('pixels'),
    embedding: floats('embedding'),
    graph: (role) => bytes(graphOf(manifest, role).file),
    runs: golden.runs.map(({ name, score, medianOnSlice, box, clicks, previous = null }) => ({
      name, score, medianOnSlice, previous, logits: floats(name), onSlice: floats(`${name}-slice`),
      prompts: { scribbles: [], points: clicks.map(({ u, v, label }) => ({ at: { u, v }, polarity: label === 1 ? 'positive' : 'negative' })), ...(box ? { box } : {}) },
    })),
  };
}
