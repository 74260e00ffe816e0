import type { Figure } from '#core/models/golden/parity.ts';
import type { ParityRecord } from '#storage/records.ts';

/** The badge's words: the lowest embedding cosine and the lowest mask IoU of a check. */
export function parityBadge({ figures, holds }: ParityRecord): string {
  const lowest = (part: (figure: Figure) => boolean) => Math.min(...figures.filter(part).map(({ value }) => value));
  const cosine = lowest(({ check }) => check === 'embedding, cosine'), iou = lowest(({ check }) => check.endsWith('IoU'));
  return `${holds ? 'Agrees' : 'Falls short'} · cosine ${share(cosine)} · IoU ${share(iou)}`;
}

/** Rounded down, so that 1 is said of nothing that is below it. */
function share(value: number): string {
  if (!Number.isFinite(value)) return '–';
  return (Math.floor(value * 1e5) / 1e5).toFixed(5);
}

/** A figure as it is compared: shares and cosines to five places, errors to two digits. */
export function figureText({ check, value }: Figure): string {
  return check.endsWith('IoU') || check.endsWith('cosine') ? share(value) : value === 0 ? '0' : value.toExponential(1);
}

/** What the figure is held to. */
export function limitText({ check, limit }: Figure): string {
  return check.endsWith('IoU') || check.endsWith('cosine') ? `≥ ${limit}` : `≤ ${limit}`;
}

/** On what the check ran, and on what its reference did. */
export function paritySentences({ device, threads, adapter, reason, onnxruntime, reference, checkedAt }: ParityRecord): readonly string[] {
  const where = device === 'webgpu' ? `WebGPU on ${adapter}` : `WASM with ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  return [
    `${where}, onnxruntime-web ${onnxruntime}. ${reason}`,
    `Reference: ${Object.entries(reference).map(([name, version]) => `${name} ${version}`).join(', ')}.`,
    `Checked ${new Date(checkedAt).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })}.`,
  ];
}

export function milliseconds(value: number): string {
  return value < 10 ? `${value.toFixed(1)} ms` : `${Math.round(value).toLocaleString('en')} ms`;
}
