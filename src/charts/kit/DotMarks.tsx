import { useEffect, useState } from 'react';
import type { FieldDot } from '#charts/kit/dotField.ts';
import { dotsPath, MOST_MARKS } from '#charts/kit/dotField.ts';

interface DotMarksProps { readonly dots: readonly FieldDot[]; readonly colours: readonly string[]; readonly width: number; readonly height: number; readonly size?: number }

/** Dots as a path for each group, or, where they are thousands, as a picture painted on a canvas: an image inside the drawing, so that it is saved with it. */
export function DotMarks({ dots, colours, width, height, size = 4 }: DotMarksProps) {
  if (dots.length > MOST_MARKS) return <PaintedDots {...{ dots, colours, width, height }} />;
  const [thick, opacity] = dots.length > 400 ? [size * 0.65, 0.5] : [size, 0.75];
  return <g fill="none" strokeLinecap="round" strokeWidth={thick} strokeOpacity={opacity}>{colours.map((colour, group) => <path key={group} d={dotsPath(dots, group)} stroke={colour} />)}</g>;
}

/** Pixels of the canvas for each of the drawing. */
const SHARPNESS = 2;
/** Dots painted in one go, so that a frame is never late. */
const AT_ONCE = 20_000;
const RADIUS = 1.1;

function PaintedDots({ dots, colours, width, height }: Required<Pick<DotMarksProps, 'dots' | 'colours' | 'width' | 'height'>>) {
  const [picture, setPicture] = useState<{ readonly of: readonly FieldDot[]; readonly url: string } | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    void paint(dots, { colours, width, height }, stop.signal).then((url) => { if (url !== null) setPicture({ of: dots, url }); });
    return () => stop.abort();
  }, [dots, colours, width, height]);
  return <image {...(picture ? { href: picture.url } : {})} width={width} height={height} data-dots={dots.length} data-painting={picture?.of === dots ? undefined : ''} />;
}

async function paint(dots: readonly FieldDot[], { colours, width, height }: Pick<DotMarksProps, 'colours' | 'width' | 'height'>, signal: AbortSignal): Promise<string | null> {
  const canvas = new OffscreenCanvas(Math.ceil(width * SHARPNESS), Math.ceil(height * SHARPNESS));
  const context = canvas.getContext('2d');
  if (!context) return null;
  context.scale(SHARPNESS, SHARPNESS);
  context.globalAlpha = 0.4;
  for (let from = 0; from < dots.length; from += AT_ONCE) {
    for (const { x, y, group } of dots.slice(from, from + AT_ONCE)) {
      context.fillStyle = colours[group];
      context.fillRect(x - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS);
    }
    await new Promise((settle) => { requestAnimationFrame(settle); });
    if (signal.aborted) return null;
  }
  const blob = await canvas.convertToBlob();
  return signal.aborted ? null : dataUrl(blob);
}

function dataUrl(blob: Blob): Promise<string> {
  return new Promise((settle, reject) => {
    const reader = new FileReader();
    reader.onload = () => settle(String(reader.result));
    reader.onerror = () => reject(reader.error ?? new Error('no picture'));
    reader.readAsDataURL(blob);
  });
}
