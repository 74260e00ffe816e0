import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';
import type { DebugView } from '../../src/app/debugView.ts';
import { readLabelMap } from '../../src/core/formats/readLabelMap.ts';
import type { SliceBox } from '../../src/core/prompts/prompt.ts';
import { largestComponent } from '../../src/core/volume/components.ts';
import type { Grid } from '../../src/core/volume/grid.ts';
import type { Plane } from '../../src/core/volume/slice.ts';
import { sliceGeometry, sliceStrides, sliceToVoxel } from '../../src/core/volume/slice.ts';
import type { LabelMap } from '../../src/core/volume/volume.ts';

declare global {
  interface Window { readonly isodice: DebugView }
}

/** Where a place of the open slice is on the screen. */
export type ToScreen = (u: number, v: number) => { readonly x: number; readonly y: number };

export async function openPage(page: Page, device: string, search = ''): Promise<void> {
  await page.goto(`/#/segment?device=${device}${search}`);
  await expect(page.getByTestId('case-name')).toBeVisible({ timeout: 150_000 });
  await expect(page.getByTestId('model-device')).toBeVisible({ timeout: 150_000 });
}

/** Opens a scan and its reference by the file picker, as a user does. */
export async function openFiles(page: Page, files: readonly string[], name: string): Promise<void> {
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open scan…' }).click();
  await (await choosing).setFiles([...files]);
  await expect(page.getByTestId('case-name')).toHaveText(name);
  await expect(page.getByText(/expert: /)).toBeVisible();
}

export async function labelMapOf(file: string): Promise<LabelMap> {
  const read = await readLabelMap(readFileSync(file), file);
  if (read.state === 'failed') throw new Error(`${file}: ${read.fault.reason} ${read.fault.came ?? ''}`);
  return read.value.labelMap;
}

/** One label of a slice, 0 or 1, row-major in the radiological frame. */
export function slicePixels({ grid, data }: Pick<LabelMap, 'grid' | 'data'>, plane: Plane, index: number, label: number): Uint8Array {
  const { width, height } = sliceGeometry(grid, plane, index);
  const { offset, stepU, stepV } = sliceStrides(grid, plane, index);
  return Uint8Array.from({ length: width * height }, (_, at) => Number(data[offset + (at % width) * stepU + Math.floor(at / width) * stepV] === label));
}

/** The middle one of the axial slices on which a label is one piece of at least 100 pixels: a box speaks of one piece. */
export function middleSlice(labelMap: Pick<LabelMap, 'grid' | 'data'>, label: number): number {
  const [width, height, depth] = labelMap.grid.dims;
  const slices = Array.from({ length: depth }, (_, k) => k).filter((k) => {
    const pixels = slicePixels(labelMap, 'axial', k, label);
    const area = areaOf(pixels);
    return area >= 100 && areaOf(largestComponent(pixels, [width, height, 1], 'face')) === area;
  });
  return slices[slices.length >> 1];
}

function areaOf(pixels: Uint8Array): number {
  return pixels.reduce((sum, it) => sum + it, 0);
}

/** The tight box of a mask with a margin of one pixel, as the verification draws it. */
export function boxRound(pixels: Uint8Array, width: number): SliceBox {
  const inside = [...pixels.keys()].filter((at) => pixels[at] === 1);
  const us = inside.map((at) => at % width);
  const vs = inside.map((at) => Math.floor(at / width));
  return { uMin: Math.min(...us) - 1, uMax: Math.max(...us) + 1, vMin: Math.min(...vs) - 1, vMax: Math.max(...vs) + 1 };
}

/** Goes to an axial slice by its place in the strip, then by keys. */
export async function goToSlice(page: Page, index: number): Promise<void> {
  const strip = page.getByRole('slider', { name: /Slice of the axial plane/ });
  await strip.focus();
  const now = Number(await strip.getAttribute('aria-valuenow')) - 1;
  for (let at = now; at !== index; at += Math.sign(index - at)) await page.keyboard.press(index > at ? 'ArrowRight' : 'ArrowLeft');
  await expect(strip).toHaveAttribute('aria-valuenow', String(index + 1));
}

/**
 * Learns where the axial slice lies on the screen from what the page itself says of two places under the pointer.
 * Grids whose axes run along the patient's, as those of the test scans do.
 */
export async function calibrate(page: Page, grid: Grid, index: number): Promise<ToScreen> {
  const box = await imageArea(page).boundingBox();
  if (!box) throw new Error('the viewer has no size');
  const places = [[0.42, 0.42], [0.58, 0.58]].map(([fx, fy]) => ({ x: Math.round(box.x + box.width * fx), y: Math.round(box.y + box.height * fy) }));
  const read: { x: number; y: number; right: number; anterior: number }[] = [];
  for (const place of places) {
    await page.mouse.move(place.x, place.y);
    await expect(page.getByTestId('reading')).toHaveText(/ at /);
    await page.waitForTimeout(150);
    const words = await page.getByTestId('reading').innerText();
    const [, side, right, front, anterior] = /at ([RL]) ([\d.]+), ([AP]) ([\d.]+)/.exec(words) ?? [];
    read.push({ ...place, right: Number(right) * (side === 'R' ? 1 : -1), anterior: Number(anterior) * (front === 'A' ? 1 : -1) });
  }
  const [a, b] = read;
  return (u, v) => {
    const { i, j, k } = sliceToVoxel(grid, 'axial', index, { u, v });
    const right = grid.affine[0] * i + grid.affine[1] * j + grid.affine[2] * k + grid.affine[3];
    const anterior = grid.affine[4] * i + grid.affine[5] * j + grid.affine[6] * k + grid.affine[7];
    return { x: a.x + ((right - a.right) / (b.right - a.right)) * (b.x - a.x), y: a.y + ((anterior - a.anterior) / (b.anterior - a.anterior)) * (b.y - a.y) };
  };
}

export function imageArea(page: Page): Locator {
  return page.getByRole('application');
}

export async function drawBox(page: Page, { uMin, vMin, uMax, vMax }: SliceBox, toScreen: ToScreen): Promise<void> {
  await page.getByRole('button', { name: 'Box (B)' }).click();
  const [from, to] = [toScreen(uMin, vMin), toScreen(uMax, vMax)];
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2);
  await page.mouse.move(to.x, to.y);
  await page.mouse.up();
}

/** A WebGPU done in software on two busy cores needs its time. */
export async function answered(page: Page): Promise<void> {
  await expect(page.locator('[data-answer]')).toHaveAttribute('data-answer', 'ready', { timeout: 400_000 });
}

/** The Dice on the screen with all its digits. */
export async function shownDice(page: Page): Promise<number> {
  const figure = page.getByTestId('slice-dice');
  await expect(figure).toHaveAttribute('value', /\d/);
  return Number(await figure.getAttribute('value'));
}

/** Exports the mask by the menu and reads the file that the browser saved. */
export async function exportedMask(page: Page): Promise<LabelMap> {
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: /^Mask/ }).click();
  return labelMapOf(await (await saving).path());
}
