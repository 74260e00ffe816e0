import * as v from 'valibot';
import { attemptNow, FaultError, faultSentence } from '#core/faults.ts';

/** An order of the three axes. */
const axisOrder = v.pipe(v.array(v.number()), v.check((it) => [...it].sort().join() === '0,1,2', 'each of the axes 0, 1 and 2 once'));

const intensity = v.object({ mean: v.number(), std: v.number(), percentile_00_5: v.number(), percentile_99_5: v.number() });

const resampling = v.optional(v.object({ order: v.optional(v.number()), order_z: v.optional(v.number()), force_separate_z: v.optional(v.nullable(v.boolean())) }), {});

const configuration = v.looseObject({
  inherits_from: v.optional(v.string()),
  previous_stage: v.optional(v.nullable(v.string())),
  patch_size: v.optional(v.array(v.pipe(v.number(), v.integer(), v.minValue(1)))),
  spacing: v.optional(v.array(v.pipe(v.number(), v.finite(), v.gtValue(0)))),
  normalization_schemes: v.optional(v.array(v.string())),
  use_mask_for_norm: v.optional(v.array(v.boolean())),
  resampling_fn_data: v.optional(v.string()),
  resampling_fn_data_kwargs: resampling,
  resampling_fn_probabilities: v.optional(v.string()),
  resampling_fn_probabilities_kwargs: resampling,
});

const plansSchema = v.looseObject({
  transpose_forward: axisOrder,
  transpose_backward: axisOrder,
  image_reader_writer: v.optional(v.string(), 'SimpleITKIO'),
  configurations: v.record(v.string(), configuration),
  foreground_intensity_properties_per_channel: v.record(v.string(), intensity),
});

const datasetSchema = v.looseObject({
  channel_names: v.record(v.string(), v.string()),
  labels: v.record(v.string(), v.union([v.number(), v.array(v.number())])),
  regions_class_order: v.optional(v.array(v.number())),
});

export interface ResampleRule { readonly order: 0 | 1 | 3; readonly orderZ: 0 | 1 | 3; readonly forceSeparateZ: boolean | null }
export type Normalisation = 'CTNormalization' | 'ZScoreNormalization' | 'NoNormalization' | 'RescaleTo01Normalization' | 'RGBTo01Normalization';
export interface IntensityProperties { readonly mean: number; readonly std: number; readonly percentile_00_5: number; readonly percentile_99_5: number }

/** What inference needs of nnU-Net v2's plans.json and dataset.json. Axis order is the array's: slowest first. */
export interface NnunetPlans {
  readonly configuration: string;
  readonly patchSize: readonly number[];
  readonly spacingMm: readonly number[];
  readonly transposeForward: readonly number[];
  readonly transposeBackward: readonly number[];
  readonly channels: readonly { readonly name: string; readonly normalisation: Normalisation; readonly useMask: boolean; readonly intensity: IntensityProperties }[];
  readonly dataRule: ResampleRule;
  readonly logitRule: ResampleRule;
  /** Name and value of every foreground label; for regions the value that regions_class_order assigns. */
  readonly labels: readonly { readonly name: string; readonly value: number }[];
  readonly heads: 'classes' | 'regions';
  readonly headValues: readonly number[];
  readonly reader: string;
}

const SCHEMES: readonly string[] = ['CTNormalization', 'ZScoreNormalization', 'NoNormalization', 'RescaleTo01Normalization', 'RGBTo01Normalization'];

/** Reads both files for one configuration. Throws FaultError with what was expected and what came. */
export function parsePlans(plansJson: unknown, datasetJson: unknown, name: string): NnunetPlans {
  const plans = checked(plansSchema, plansJson, 'plans.json');
  const dataset = checked(datasetSchema, datasetJson, 'dataset.json');
  const chosen = resolved(plans.configurations, name);
  if (chosen.previous_stage != null) throw new FaultError('nnunet-unsupported', { expected: '3d_fullres or 3d_lowres without a previous stage', came: `${name}, which follows ${chosen.previous_stage}`, where: 'plans.json' });
  const patchSize = chosen.patch_size ?? [];
  const spacingMm = chosen.spacing ?? [];
  if (patchSize.length !== 3 || spacingMm.length !== 3) throw new FaultError('nnunet-unsupported', { expected: 'a 3D configuration', came: `${name} with a patch of ${patchSize.length} sizes`, where: 'plans.json' });
  for (const key of ['resampling_fn_data', 'resampling_fn_probabilities'] as const) {
    if ((chosen[key] ?? 'resample_data_or_seg_to_shape') !== 'resample_data_or_seg_to_shape') throw new FaultError('nnunet-unsupported', { expected: 'resample_data_or_seg_to_shape', came: `${key} ${chosen[key]}`, where: 'plans.json' });
  }
  return {
    configuration: name, patchSize, spacingMm, reader: plans.image_reader_writer,
    transposeForward: plans.transpose_forward, transposeBackward: plans.transpose_backward,
    channels: channelsOf(plans.foreground_intensity_properties_per_channel, dataset.channel_names, chosen),
    dataRule: rule(chosen.resampling_fn_data_kwargs, 3), logitRule: rule(chosen.resampling_fn_probabilities_kwargs, 1),
    ...headsOf(dataset.labels, dataset.regions_class_order),
  };
}

/** Every configuration of plans.json, with the reason where it cannot be run. */
export function configurationsOf(plansJson: unknown, datasetJson: unknown): readonly { readonly name: string; readonly refusal?: string }[] {
  return Object.keys(checked(plansSchema, plansJson, 'plans.json').configurations).map((name) => {
    const parsed = attemptNow(() => parsePlans(plansJson, datasetJson, name));
    return parsed.state === 'done' ? { name } : { name, refusal: faultSentence(parsed.fault) };
  });
}

function checked<S extends v.GenericSchema>(schema: S, json: unknown, where: string): v.InferOutput<S> {
  const parsed = v.safeParse(schema, json);
  if (parsed.success) return parsed.output;
  const issue = parsed.issues[0];
  throw new FaultError('nnunet-plans-invalid', { expected: `${issue.expected ?? issue.message} at ${v.getDotPath(issue) ?? 'the top'}`, came: issue.received, where });
}

type Configuration = v.InferOutput<typeof configuration>;

function resolved(all: Record<string, Configuration>, name: string, seen: readonly string[] = []): Configuration {
  const found = all[name];
  if (found === undefined || seen.includes(name)) throw new FaultError('nnunet-configuration-missing', { expected: name, came: Object.keys(all).join(', ') || 'none', where: 'plans.json' });
  return found.inherits_from === undefined ? found : { ...resolved(all, found.inherits_from, [...seen, name]), ...found };
}

function rule(kwargs: Configuration['resampling_fn_data_kwargs'], otherwise: 0 | 1 | 3): ResampleRule {
  const known = (value: number | undefined, fallback: 0 | 1 | 3): 0 | 1 | 3 => {
    if (value === undefined) return fallback;
    if (value === 0 || value === 1 || value === 3) return value;
    throw new FaultError('nnunet-unsupported', { expected: 'resampling of order 0, 1 or 3', came: `order ${value}`, where: 'plans.json' });
  };
  return { order: known(kwargs.order, otherwise), orderZ: known(kwargs.order_z, 0), forceSeparateZ: kwargs.force_separate_z ?? null };
}

function channelsOf(properties: Record<string, IntensityProperties>, names: Record<string, string>, chosen: Configuration): NnunetPlans['channels'] {
  return Object.entries(names).map(([key, name], at) => {
    const scheme = chosen.normalization_schemes?.[at] ?? '';
    if (!SCHEMES.includes(scheme)) throw new FaultError('nnunet-unsupported', { expected: SCHEMES.join(', '), came: scheme || 'no normalisation scheme', where: `channel ${name}` });
    const intensityOf = properties[key];
    if (intensityOf === undefined) throw new FaultError('nnunet-plans-invalid', { expected: `intensity properties of channel ${key}`, came: Object.keys(properties).join(', '), where: 'plans.json' });
    return { name, normalisation: scheme as Normalisation, useMask: chosen.use_mask_for_norm?.[at] ?? false, intensity: intensityOf };
  });
}

function headsOf(labels: Record<string, number | number[]>, order: number[] | undefined): Pick<NnunetPlans, 'labels' | 'heads' | 'headValues'> {
  const foreground = Object.entries(labels).filter(([name, value]) => name !== 'ignore' && value !== 0);
  const isRegions = foreground.some(([, value]) => Array.isArray(value));
  if (!isRegions) {
    const named = foreground.map(([name, value]) => ({ name, value: Number(value) })).sort((a, b) => a.value - b.value);
    return { labels: named, heads: 'classes', headValues: [0, ...named.map((it) => it.value)] };
  }
  if (order === undefined || order.length !== foreground.length) throw new FaultError('nnunet-plans-invalid', { expected: `regions_class_order of ${foreground.length} values`, came: order === undefined ? 'none' : String(order.length), where: 'dataset.json' });
  return { labels: foreground.map(([name], at) => ({ name, value: order[at] })), heads: 'regions', headValues: order };
}
