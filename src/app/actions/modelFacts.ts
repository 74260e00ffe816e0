import * as v from 'valibot';

const Facts = v.object({
  description: v.optional(v.string()),
  recipe: v.optional(v.object({ data: v.optional(v.string()), steps: v.optional(v.number()) })),
  quality: v.optional(v.array(v.looseObject({ scan: v.string(), protocol: v.string(), slices: v.number(), diceMean: v.number() }))),
});

const PROTOCOLS: Readonly<Record<string, string>> = { box: 'a box', point: 'one click', corrective3: 'a click and three corrections' };

/** What a manifest says of its model's making and of what was measured, as sentences; what it does not say is left out. */
export function modelFacts(manifest: unknown): readonly string[] {
  const parsed = v.safeParse(Facts, manifest);
  if (!parsed.success) return [];
  const { description, recipe, quality = [] } = parsed.output;
  const scans = [...new Set(quality.map(({ scan }) => scan))];
  return [
    ...(description ? [description] : []),
    ...(recipe?.steps === 0 ? ['Not trained: its weights are random, so its answers mean nothing yet.'] : []),
    ...scans.map((scan) => `Measured on ${scan}: ${measured(quality.filter((it) => it.scan === scan))}.`),
  ];
}

function measured(rows: readonly { readonly protocol: string; readonly slices: number; readonly diceMean: number }[]): string {
  return [...new Set(rows.map(({ protocol }) => protocol))].map((protocol) => {
    const mine = rows.filter((it) => it.protocol === protocol);
    const mean = mine.reduce((sum, { diceMean }) => sum + diceMean, 0) / mine.length;
    return `mean Dice ${mean.toFixed(2)} with ${PROTOCOLS[protocol] ?? protocol}`;
  }).join(', ');
}
