import * as v from 'valibot';

const Facts = v.object({
  description: v.optional(v.string()),
  recipe: v.optional(v.object({ steps: v.optional(v.number()) })),
  quality: v.optional(v.array(v.looseObject({ data: v.string(), protocol: v.string(), diceMean: v.number(), ellipseDiceMean: v.optional(v.number()) }))),
});

type Measured = NonNullable<v.InferOutput<typeof Facts>['quality']>[number];

const PROTOCOLS: Readonly<Record<string, string>> = { box: 'a box', point: 'one click', corrective3: 'a click and three corrections' };

/** What a manifest says of its model's making and of what was measured, as sentences; what it does not say is left out. */
export function modelFacts(manifest: unknown): readonly string[] {
  const parsed = v.safeParse(Facts, manifest);
  if (!parsed.success) return [];
  const { description, recipe, quality = [] } = parsed.output;
  return [
    ...(description ? [description] : []),
    ...(recipe?.steps === 0 ? ['Not trained: its weights are random, so its answers mean nothing yet.'] : []),
    ...[...new Set(quality.map(({ data }) => data))].map((data) => sentence(data, quality.filter((it) => it.data === data))),
  ];
}

/** Beside the box stands what the trivial answer reaches: the ellipse inscribed in it. */
function sentence(data: string, rows: readonly Measured[]): string {
  const parts = rows.map(({ protocol, diceMean, ellipseDiceMean }) => {
    const trivial = protocol === 'box' && ellipseDiceMean !== undefined ? ` (an ellipse in the box: ${ellipseDiceMean.toFixed(2)})` : '';
    return `${diceMean.toFixed(2)} with ${PROTOCOLS[protocol] ?? protocol}${trivial}`;
  });
  return `Mean Dice ${parts.join(', ')}; measured on ${data}.`;
}
