import { formatCells } from '#core/cohort/formatCells.ts';

const INK = '#1a1d22';

/** Settles when every picture inside the drawing is painted (see DotMarks), or the drawing has left the page. */
export async function whenPainted(svg: SVGSVGElement): Promise<void> {
  while (svg.isConnected && svg.querySelector('[data-painting]')) await new Promise((settle) => { requestAnimationFrame(settle); });
}

/** The drawing as a file of its own: ink and paper are written in, so that it looks the same anywhere. */
export function svgText(svg: SVGSVGElement, title: string): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const { width, height } = svg.viewBox.baseVal;
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  copy.setAttribute('style', `color:${INK};background:#fff;font-family:Inter,Helvetica,Arial,sans-serif`);
  copy.setAttribute('aria-label', title);
  copy.querySelectorAll('[data-screen-only]').forEach((it) => it.remove());
  return onPaper(new XMLSerializer().serializeToString(copy));
}

/** Open marks are filled with the page's ground; a file has white paper, and many programs know no CSS variables. */
export function onPaper(markup: string): string {
  return markup.replaceAll(/var[(]--chart-paper[^)]*[)]/g, '#fff');
}

/** The same as pixels, at twice the size. */
export async function pngOf(svg: SVGSVGElement, title: string): Promise<Blob> {
  const { width, height } = svg.viewBox.baseVal;
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText(svg, title))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = 2 * width;
  canvas.height = 2 * height;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no 2D canvas');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((settle, reject) => canvas.toBlob((blob) => (blob ? settle(blob) : reject(new Error('no PNG'))), 'image/png'));
}

/** What a chart shows, as a table. */
export interface ChartTable { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] }

/** As CSV; cells that a spreadsheet would take for formulas stay text. */
export function csvText({ columns, rows }: ChartTable): string {
  return formatCells([columns, ...rows]);
}

export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
