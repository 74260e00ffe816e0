import { expect, test } from '@playwright/test';
import { decode } from 'fast-png';
import { sharedPath } from '../tools/house/shared.ts';
import { clientPoint, events, isOwn, openBlock, openPage, picture, ready, serveViewerPage, set, settle, sharedBlock, WHITE, whiteBounds } from './viewerPage.ts';

test.describe.configure({ timeout: 180_000 });
serveViewerPage();

// The block is voxels i 24..31, j 28..37, k 18..23 of 40 × 50 × 30: here on each plane, in slice pixels.
const BLOCK = { axial: [8, 12, 15, 21], coronal: [8, 6, 15, 11], sagittal: [12, 6, 21, 11] } as const;
const PLAIN = { window: { low: 100, high: 150 }, interpolation: 'nearest', overlays: {}, crosshair: { i: 27, j: 32, k: 20 }, crosshairVisibility: 'hidden' };

for (const { dpr, pose } of [{ dpr: 1, pose: 'upright' }, { dpr: 2, pose: 'upright' }, { dpr: 1, pose: 'oblique' }] as const) {
  test(`a slice point is where its voxel is drawn, in every plane and convention, zoomed and panned: ${pose}, ${dpr} device pixels each`, async ({ browser }) => {
    const page = await browser.newPage({ viewport: { width: 640, height: 420 }, deviceScaleFactor: dpr });
    await openBlock(page, PLAIN, pose);
    for (const convention of ['radiological', 'neurological']) {
      for (const plane of ['axial', 'coronal', 'sagittal'] as const) {
        await set(page, { layout: plane, convention });
        for (const view of ['whole', 'zoomed'] as const) {
          if (view === 'zoomed') {
            const [uMin, vMin] = BLOCK[plane];
            const at = await clientPoint(page, plane, uMin, vMin);
            await page.mouse.move(at.x, at.y);
            await page.keyboard.down('Control');
            await page.mouse.wheel(0, -400);
            await page.keyboard.up('Control');
            await page.mouse.down({ button: 'middle' });
            await page.mouse.move(at.x + 37, at.y - 21);
            await page.mouse.up({ button: 'middle' });
            await page.mouse.move(5, 415);
            await settle(page);
          }
          const [uMin, vMin, uMax, vMax] = BLOCK[plane];
          const a = await clientPoint(page, plane, uMin - 0.5, vMin - 0.5);
          const b = await clientPoint(page, plane, uMax + 0.5, vMax + 0.5);
          const white = whiteBounds(await picture(page), dpr);
          const name = `${convention} ${plane} ${view}`;
          expect(Math.abs(white.left - Math.min(a.x, b.x)), name).toBeLessThanOrEqual(1);
          expect(Math.abs(white.right - Math.max(a.x, b.x)), name).toBeLessThanOrEqual(1);
          expect(Math.abs(white.top - Math.min(a.y, b.y)), name).toBeLessThanOrEqual(1);
          expect(Math.abs(white.bottom - Math.max(a.y, b.y)), name).toBeLessThanOrEqual(1);
        }
        await page.evaluate(() => window.viewerPage.owner?.resetView());
      }
    }
    await page.close();
  });
}

test('the patient right is at the left: radiological; at the right: neurological; anterior and superior are up', async ({ browser }) => {
  const page = await sharedBlock(browser, { ...PLAIN, layout: 'axial' });
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  let white = whiteBounds(await picture(page), 1);
  expect((white.left + white.right) / 2).toBeLessThan(width / 2);
  expect((white.top + white.bottom) / 2).toBeLessThan(height / 2);
  await set(page, { layout: 'coronal' });
  white = whiteBounds(await picture(page), 1);
  expect((white.top + white.bottom) / 2).toBeLessThan(height / 2);
  await set(page, { convention: 'neurological' });
  white = whiteBounds(await picture(page), 1);
  expect((white.left + white.right) / 2).toBeGreaterThan(width / 2);
});

test('a hover tells plane, slice, place, world and intensity', async ({ browser }) => {
  const page = await sharedBlock(browser, { layout: 'multiplanar', crosshair: { i: 27, j: 32, k: 20 }, tool: 'point' });
  for (const [plane, index, u, v, voxel] of [['axial', 20, 10, 15, { i: 29, j: 34, k: 20 }], ['coronal', 32, 10, 8, { i: 29, j: 32, k: 21 }], ['sagittal', 27, 14, 8, { i: 27, j: 35, k: 21 }]] as const) {
    const at = await clientPoint(page, plane, u, v);
    await page.mouse.move(at.x, at.y);
    const hover = (await events(page, 'hover')).at(-1);
    expect(hover).toMatchObject({ at: { plane, index } });
    if (hover?.kind !== 'hover') throw new Error('no hover');
    expect(Math.hypot(hover.at.point.u - u, hover.at.point.v - v)).toBeLessThan(0.3);
    expect([hover.at.voxel.i, hover.at.voxel.j, hover.at.voxel.k].map(Math.round)).toEqual([voxel.i, voxel.j, voxel.k]);
    expect(hover.at.intensity).toBe(200 + voxel.i);
    expect(Math.abs(hover.at.world.x - (2 * hover.at.voxel.i - 40))).toBeLessThan(1e-9);
  }
});

test('one tool owns the pointer: navigate moves the crosshair, a prompt tool gives the button to the app', async ({ browser }) => {
  const page = await sharedBlock(browser, { layout: 'axial', crosshair: { i: 20, j: 25, k: 15 } });
  const at = await clientPoint(page, 'axial', 10, 15);
  await page.mouse.click(at.x, at.y);
  expect((await events(page, 'crosshair')).at(-1)).toMatchObject({ voxel: { i: 29, j: 34, k: 15 }, cause: 'user' });
  expect(await events(page, 'press')).toEqual([]);

  await set(page, { tool: 'box' });
  const moves = (await events(page, 'crosshair')).length;
  await page.mouse.move(at.x, at.y);
  await page.keyboard.down('Alt');
  await page.mouse.down();
  await page.mouse.move(5, 5);
  await page.mouse.up();
  await page.keyboard.up('Alt');
  expect((await events(page, 'crosshair')).length).toBe(moves);
  expect((await events(page, 'press')).at(-1)).toMatchObject({ at: { plane: 'axial', index: 15 }, modifiers: { alt: true, shift: false } });
  const release = (await events(page, 'release')).at(-1);
  if (release?.kind !== 'release') throw new Error('no release');
  expect(release.at.point.u).toBeCloseTo(0, 9);
  expect(release.at.point.v).toBeCloseTo(0, 9);
  expect(Math.round(release.start.point.u)).toBe(10);
});

test('a prompt under the pointer is named, with its handle', async ({ browser }) => {
  const page = await sharedBlock(browser, { layout: 'axial', crosshair: { i: 20, j: 25, k: 15 }, tool: 'point',
    prompts: [{ id: 'kidney-box', plane: 'axial', index: 15, polarity: 'positive', kind: 'box', box: { uMin: 10, vMin: 10, uMax: 20, vMax: 25 } }] });
  const corner = await clientPoint(page, 'axial', 20.5, 25.5);
  await page.mouse.move(corner.x + 3, corner.y - 3);
  await page.mouse.down();
  await page.mouse.up();
  expect((await events(page, 'press')).at(-1)).toMatchObject({ hit: { promptId: 'kidney-box', part: 'uMax-vMax' } });
});

test('wheel scrolls slices, Ctrl and wheel zooms about the pointer, right drag changes the window', async ({ browser }) => {
  const page = await sharedBlock(browser, { layout: 'axial', crosshair: { i: 20, j: 25, k: 15 } });
  const at = await clientPoint(page, 'axial', 12, 20);
  await page.mouse.move(at.x, at.y);
  await page.mouse.wheel(0, -120);
  await expect.poll(async () => (await events(page, 'slice')).at(-1)).toEqual({ kind: 'slice', plane: 'axial', index: 18 });
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -300);
  await page.keyboard.up('Control');
  await expect.poll(async () => (await events(page, 'view')).length).toBeGreaterThan(0);
  await settle(page);
  const after = await clientPoint(page, 'axial', 12, 20);
  // Wheel events tell whole pixels, so that the place under them is up to a pixel off.
  expect(Math.hypot(after.x - at.x, after.y - at.y)).toBeLessThan(1);
  await page.mouse.down({ button: 'right' });
  await page.mouse.move(at.x + 100, at.y);
  await page.mouse.up({ button: 'right' });
  const changed = (await events(page, 'window')).at(-1);
  if (changed?.kind !== 'window') throw new Error('no window');
  expect(changed.window.low).toBeLessThan(-100);
  expect(changed.window.high).toBeGreaterThan(300);
});

test('keys move the crosshair as seen, and its place is spoken', async ({ browser }) => {
  const page = await sharedBlock(browser, { layout: 'axial', crosshair: { i: 20, j: 25, k: 15 } });
  await page.getByRole('application').focus();
  for (const key of ['ArrowLeft', 'ArrowUp', 'Shift+PageUp']) await page.keyboard.press(key);
  expect((await events(page, 'crosshair')).at(-1)).toMatchObject({ voxel: { i: 21, j: 26, k: 20 } });
  await expect(page.locator('[aria-live]')).toContainText('axial 21;');
});

test('the error view has its three colours on the right voxels, and a painted slice changes at once', async ({ browser }) => {
  const page = await sharedBlock(browser, { ...PLAIN, layout: 'axial', window: { low: 5000, high: 6000 } });
  await page.evaluate(() => {
    const { grid, data } = window.viewerPage.volumes['image'];
    const reference = Uint8Array.from(data, (value) => (value >= 200 ? 1 : 0));
    const prediction = new Uint8Array(reference.length);
    for (let at = 4; at < reference.length; at++) prediction[at] = reference[at - 4];
    window.viewerPage.set({ overlays: { reference: { data: reference, opacity: 1, visibility: 'shown' }, prediction: { data: prediction, opacity: 1, visibility: 'shown' }, error: { opacity: 1, visibility: 'shown' } } });
    return grid.dims;
  });
  await settle(page);
  // i 24..27 missed, 28..31 agreed, 32..35 too much; u = 39 − i, v = 49 − j with j 32.
  const color = async (u: number) => { const at = await clientPoint(page, 'axial', u, 17); return (await picture(page)).at(at.x, at.y); };
  const near = (seen: number[], wanted: number[]) => expect(Math.max(...seen.map((value, at) => Math.abs(value - wanted[at])))).toBeLessThanOrEqual(3);
  near(await color(13.5), [220, 50, 200]);
  near(await color(9.5), [0, 158, 142]);
  near(await color(5.5), [230, 131, 0]);
  await page.evaluate(() => window.viewerPage.owner?.paintSlice('prediction', { plane: 'axial', index: 20, width: 40, height: 50, spacingMm: { u: 2, v: 1.5 }, data: new Uint8Array(2000) }));
  await settle(page);
  near(await color(9.5), [220, 50, 200]);
  expect((await color(5.5)).every((value) => value < 20)).toBe(true);
});

test('a preview and its prompts are painted without a new upload, on their slice only', async ({ browser }) => {
  const page = await sharedBlock(browser, { ...PLAIN, layout: 'axial', window: { low: 5000, high: 6000 } });
  await page.evaluate(() => {
    const data = new Uint8Array(2000);
    for (let v = 20; v < 30; v++) data.fill(1, 10 + 40 * v, 20 + 40 * v);
    window.viewerPage.set({ previews: [{ mask: { plane: 'axial', index: 20, width: 40, height: 50, spacingMm: { u: 2, v: 1.5 }, data }, status: 'candidate', color: { r: 255, g: 0, b: 0 } }] });
  });
  await settle(page);
  const at = await clientPoint(page, 'axial', 15, 25);
  const inside = async () => (await picture(page)).at(at.x, at.y)[0];
  expect(await inside()).toBeGreaterThan(60);
  await set(page, { crosshair: { i: 27, j: 32, k: 21 } });
  expect(await inside()).toBeLessThan(20);
});

test('a rendered mask stands where its voxels are: right, anterior and superior seen from the front', async ({ browser }) => {
  const page = await sharedBlock(browser, { layout: 'render', window: { low: 5000, high: 6000 }, crosshairVisibility: 'hidden' });
  const shot = await picture(page);
  let [count, x, y] = [0, 0, 0];
  for (let row = 0; row < shot.height; row += 2) {
    for (let column = 0; column < shot.width; column += 2) {
      const [r, g, b] = shot.at(column, row);
      if (b > 90 && b - r > 40 && g > r) { count++; x += column; y += row; }
    }
  }
  expect(count).toBeGreaterThan(200);
  expect(x / count).toBeLessThan(shot.width / 2);
  expect(y / count).toBeLessThan(shot.height / 2);
});

test('a lost WebGL context is said, and the view comes back with its masks', async ({ browser }) => {
  const page = await sharedBlock(browser, { ...PLAIN, layout: 'axial' });
  const before = whiteBounds(await picture(page), 1);
  await page.evaluate(() => {
    window.viewerPage.events.length = 0;
    const lose = document.querySelector('canvas')?.getContext('webgl2')?.getExtension('WEBGL_lose_context');
    lose?.loseContext();
    setTimeout(() => lose?.restoreContext(), 300);
  });
  await expect.poll(async () => (await events(page, 'context')).map((event) => event.kind === 'context' && event.state)).toEqual(['lost', 'restored']);
  expect(await events(page, 'fault')).toMatchObject([{ fault: { code: 'webgl-context-lost' } }]);
  await settle(page);
  expect(whiteBounds(await picture(page), 1)).toEqual(before);
  // Not given back by the browser: the app's button rebuilds.
  await page.evaluate(() => { window.viewerPage.events.length = 0; document.querySelector('canvas')?.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext(); });
  await expect.poll(async () => (await events(page, 'context')).length).toBe(1);
  await page.evaluate(() => window.viewerPage.owner?.rebuild());
  await expect.poll(async () => (await events(page, 'context')).length).toBe(2);
  await settle(page);
  expect(whiteBounds(await picture(page), 1)).toEqual(before);
});

test('mounting again and again in StrictMode keeps one WebGL context, leaves no canvas, asks nothing of the network', async ({ page }) => {
  const said: string[] = [];
  const asked: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(error.message));
  page.on('request', (request) => asked.push(request.url()));
  await page.addInitScript(() => {
    const made: WebGL2RenderingContext[] = [];
    const getContext = HTMLCanvasElement.prototype.getContext as (...args: unknown[]) => unknown;
    Object.assign(HTMLCanvasElement.prototype, { getContext(this: HTMLCanvasElement, ...args: unknown[]) {
      const context = getContext.apply(this, args);
      if (context instanceof WebGL2RenderingContext && !made.includes(context)) made.push(context);
      return context;
    } });
    Object.assign(window, { liveContexts: () => [made.length, made.filter((context) => !context.isContextLost()).length] });
  });
  await openBlock(page);
  for (let round = 0; round < 4; round++) {
    await page.evaluate(() => { window.viewerPage.events.length = 0; window.viewerPage.mount('unmounted'); });
    await expect(page.locator('canvas')).toHaveCount(0);
    await page.evaluate(() => window.viewerPage.mount('mounted'));
    await ready(page);
    await expect(page.locator('canvas')).toHaveCount(2);
  }
  const [made, live] = await page.evaluate(() => (window as unknown as { liveContexts: () => number[] }).liveContexts());
  expect(made).toBeGreaterThanOrEqual(5);
  expect(live).toBe(1);
  expect(said.filter((line) => !line.includes('GPU stall due to ReadPixels'))).toEqual([]);
  expect(await events(page, 'fault')).toEqual([]);
  expect(asked.filter((url) => !isOwn(url))).toEqual([]);
});

test('slices scroll beside the rendering, which stays on the screen', async ({ browser }) => {
  const page = await sharedBlock(browser, { layout: 'multiplanar', crosshair: { i: 27, j: 32, k: 20 }, crosshairVisibility: 'hidden' });
  const render = { x: 10, y: 320, width: 420, height: 270 };
  const before = await page.screenshot({ clip: render });
  expect(new Set(decode(before).data).size).toBeGreaterThan(50);
  await page.evaluate(() => window.viewerPage.owner?.setProps({ crosshair: { i: 27, j: 32, k: 22 } }));
  await page.waitForTimeout(100);
  expect((await page.screenshot({ clip: render })).equals(before)).toBe(true);
  await settle(page);
  expect((await page.screenshot({ clip: render })).equals(before)).toBe(true);
});

test('an image of one slice is shown', async ({ page }) => {
  await openPage(page);
  await page.evaluate(() => window.viewerPage.flat());
  await ready(page);
  await set(page, { layout: 'axial', interpolation: 'nearest', window: { low: 0, high: 1 } });
  const a = await clientPoint(page, 'axial', 7.5, 3.5);
  const b = await clientPoint(page, 'axial', 15.5, 11.5);
  const white = whiteBounds(await picture(page), 1);
  expect(Math.abs(white.left - a.x) + Math.abs(white.top - a.y) + Math.abs(white.right - b.x) + Math.abs(white.bottom - b.y)).toBeLessThanOrEqual(4);
  expect(await events(page, 'fault')).toEqual([]);
});

test('the snapshot is a PNG of image and marks', async ({ browser }) => {
  const page = await sharedBlock(browser, { ...PLAIN, layout: 'axial' });
  const bytes = await page.evaluate(async () => Array.from(new Uint8Array(await (await window.viewerPage.owner?.snapshot())?.arrayBuffer() ?? new ArrayBuffer(0))));
  const { width, height, data, channels } = decode(Uint8Array.from(bytes));
  expect({ width, height }).toEqual(page.viewportSize());
  const at = await clientPoint(page, 'axial', 11, 16);
  expect(data[(Math.round(at.x) + width * Math.round(at.y)) * channels]).toBeGreaterThanOrEqual(WHITE);
});

test('on the real CT the liver of the expert mask is at the left of the screen', async ({ page }) => {
  test.skip(!sharedPath('data/totalsegmentator/example_ct.nii.gz'), '../shared is absent');
  await openPage(page);
  await page.evaluate(() => window.viewerPage.open('/shared/totalsegmentator/example_ct.nii.gz', '/shared/totalsegmentator/example_seg_fast_force_split.nii.gz'));
  await ready(page);
  const voxels = await page.evaluate(() => {
    const { grid, data } = window.viewerPage.volumes['mask'];
    const [nx, ny] = grid.dims;
    let [count, i, j] = [0, 0, 0];
    const k = 92;
    for (let at = 0; at < nx * ny; at++) if (data[at + nx * ny * k] === 5) { count++; i += at % nx; j += Math.floor(at / nx); }
    window.viewerPage.set({ layout: 'axial', crosshair: { i: 0, j: 0, k } });
    return { u: nx - 1 - i / count, v: ny - 1 - j / count };
  });
  await settle(page);
  const at = await clientPoint(page, 'axial', voxels.u, voxels.v);
  expect(at.x).toBeLessThan((page.viewportSize()?.width ?? 0) * 0.4);
  await page.mouse.move(at.x, at.y);
  const hover = (await events(page, 'hover')).at(-1);
  expect(hover?.kind === 'hover' && hover.at.intensity).toBeGreaterThan(0);
  expect(hover?.kind === 'hover' && hover.at.intensity).toBeLessThan(250);
});
