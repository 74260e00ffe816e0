import { FaultError } from '#core/faults.ts';
import type { NnunetPlans } from '#core/models/nnunet/plans.ts';

/** nnU-Net guards its divisions with this in float32. */
const EPSILON = 1e-8;

/**
 * One channel normalised by its plans' scheme (nnU-Net v2, default_normalization_schemes). `inside` is 1 in the nonzero
 * region; it matters to ZScore with use_mask_for_norm, which leaves the outside as it was.
 */
export function normalised(data: Float32Array, channel: NnunetPlans['channels'][number], inside: Uint8Array): Float32Array {
  switch (channel.normalisation) {
    case 'CTNormalization': {
      const { mean, std, percentile_00_5: low, percentile_99_5: high } = channel.intensity;
      return data.map((value) => (Math.min(Math.max(value, low), high) - mean) / Math.max(std, EPSILON));
    }
    case 'ZScoreNormalization': return zScored(data, channel.useMask ? inside : undefined);
    case 'NoNormalization': return data.slice();
    case 'RescaleTo01Normalization': {
      const { low, high } = extent(data);
      return data.map((value) => (value - low) / Math.max(high - low, EPSILON));
    }
    case 'RGBTo01Normalization': {
      const { low, high } = extent(data);
      if (low < 0 || high > 255) throw new FaultError('nnunet-intensity', { expected: 'RGB values from 0 to 255', came: `${low} to ${high}`, where: channel.name });
      return data.map((value) => value / 255);
    }
  }
}

function zScored(data: Float32Array, inside: Uint8Array | undefined): Float32Array {
  let sum = 0;
  let count = 0;
  for (let at = 0; at < data.length; at++) if (inside === undefined || inside[at] === 1) { sum += data[at]; count += 1; }
  const mean = sum / count;
  let squares = 0;
  for (let at = 0; at < data.length; at++) if (inside === undefined || inside[at] === 1) squares += (data[at] - mean) ** 2;
  const std = Math.max(Math.sqrt(squares / count), EPSILON);
  return data.map((value, at) => (inside === undefined || inside[at] === 1 ? (value - mean) / std : value));
}

function extent(data: Float32Array): { low: number; high: number } {
  let low = Infinity;
  let high = -Infinity;
  for (const value of data) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { low, high };
}
