const LENGTHS_MM = [1, 2, 5, 10, 20, 50, 100, 200, 500];

/** The longest round length that fits into `roomPx`, and its size on the canvas. */
export function scaleBar(pxPerMm: number, roomPx: number): { readonly lengthMm: number; readonly lengthPx: number } {
  const fitting = LENGTHS_MM.filter((length) => length * pxPerMm <= roomPx);
  const lengthMm = fitting.at(-1) ?? LENGTHS_MM[0];
  return { lengthMm, lengthPx: lengthMm * pxPerMm };
}

/** Its caption: centimetres from 10 mm on. */
export function lengthCaption(lengthMm: number): string {
  return lengthMm >= 10 ? `${lengthMm / 10} cm` : `${lengthMm} mm`;
}
