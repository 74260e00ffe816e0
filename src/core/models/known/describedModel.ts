import { baseName } from '#core/num/baseName.ts';
import { FaultError } from '#core/faults.ts';
import type { KnownModel } from '#core/models/known/knownModel.ts';
import type { Unexpected } from '#core/models/known/matchModel.ts';
import { matchModel, mixedParts } from '#core/models/known/matchModel.ts';
import { refuseVolumeInput } from '#core/models/manifest.ts';
import { SCRIBBLE_PROMPT, isScribblePrompt } from '#core/models/known/scribblePrompt.ts';
import type { GraphFile, ModelManifest } from '#core/models/manifest.ts';
import { onnxFacts } from '#core/models/onnx/tensorFacts.ts';

/** An ONNX file that came without a manifest. */
export interface BareFile { readonly name: string; readonly bytes: Uint8Array; readonly sha256: string }

/** A file beside them that may hold a graph's weights. */
export interface BesideFile { readonly name: string; readonly bytes: number; readonly sha256: string }

/**
 * The manifest that files without one would have had, from the known model whose tensors theirs are. Throws FaultError
 * 'model-unknown' with what is missing, 'model-parts-differ' where encoder and decoder are of two models, or
 * 'model-ambiguous' where several fit and neither `said` (a known model's id) nor the files' names say which.
 */
export function describedModel(files: readonly BareFile[], besides: readonly BesideFile[] = [], said?: string): ModelManifest {
  const facts = files.map(({ name, bytes }) => ({ file: name, ...onnxFacts(bytes, name) }));
  for (const it of facts) refuseVolumeInput(it);
  const whole = facts.length === 1 && isScribblePrompt(facts[0]) ? facts[0] : undefined;
  if (whole) return manifestOf(SCRIBBLE_PROMPT, 'scribble-prompt', whole.precision, { encoder: graphFile(files[0], whole, besides) });
  const match = matchModel(facts);
  if (match.state === 'lacking') {
    const mixed = mixedParts(facts);
    if (mixed) throw new FaultError('model-parts-differ', mixed);
    const lacks = match.lacks.map(({ role, side, tensor }) => `${role} ${side === 'inputs' ? 'input' : 'output'} ${tensor.name} [${tensor.dims.join(', ')}]`);
    throw new FaultError('model-unknown', { expected: `${match.nearest.title}, of which these are missing: ${lacks.join('; ')}`, came: files.length === 0 ? 'no file' : cameWords(files, match.unexpected) });
  }
  const { known, ...roles } = match.models.length === 1 ? match.models[0] : match.models.find((it) => it.known.id === said) ?? named(match.models, files);
  const graph = (role: 'encoder' | 'decoder') => {
    const file = files.find(({ name }) => name === roles[role]);
    const fact = facts.find((it) => it.file === roles[role]);
    if (!file || !fact) throw new TypeError(`no file ${roles[role]}`);
    return graphFile(file, fact, besides);
  };
  const { precision } = facts.find((it) => it.file === roles.encoder) ?? facts[0];
  return { ...manifestOf(known, 'sam', precision, { encoder: graph('encoder'), decoder: graph('decoder') }), promptable: known.settings };
}

function manifestOf({ id, title, promptKinds, licence, source }: Pick<KnownModel, 'id' | 'title' | 'promptKinds' | 'licence' | 'source'>, family: string, precision: ModelManifest['precision'], graphs: { readonly encoder: GraphFile; readonly decoder?: GraphFile }): ModelManifest {
  return { format: 'isodice-model-1', id: `${id}-${graphs.encoder.sha256.slice(0, 8)}`, name: title, family, precision, promptKinds: [...promptKinds], graphs, licence, source };
}

/** A bare file as a manifest has it. Throws FaultError 'model-external-data' where weights that it names are not beside it. */
function graphFile(file: BareFile, fact: ReturnType<typeof onnxFacts>, besides: readonly BesideFile[]): GraphFile {
  const externalData = fact.besides.map((location) => {
    const beside = besides.find(({ name }) => name === baseName(location));
    if (!beside) throw new FaultError('model-external-data', { where: file.name, expected: location, came: besides.map(({ name }) => name).join(', ') || 'no file beside it' });
    return { file: location, sha256: beside.sha256, bytes: beside.bytes };
  });
  return { ...(externalData.length > 0 ? { externalData } : {}), file: file.name, sha256: file.sha256, bytes: file.bytes.length, inputs: [...fact.inputs].map(open), outputs: [...fact.outputs].map(open) };
}

function cameWords(files: readonly BareFile[], unexpected: readonly Unexpected[]): string {
  return files.map(({ name }) => {
    const mine = unexpected.filter(({ file }) => file === name).map(({ side, tensor }) => `${side === 'inputs' ? 'input' : 'output'} ${tensor.name} [${tensor.dims.join(', ')}]`);
    return mine.length === 0 ? name : `${name} with ${mine.join('; ')}, which that model does not have`;
  }).join(', ');
}

const open = <T extends { readonly dims: readonly (number | string)[] }>(it: T) => ({ ...it, dims: [...it.dims] });

interface Fitting { readonly known: KnownModel; readonly encoder: string; readonly decoder: string }

/** Among models with the same tensors, the one that a file's name says; the longer word where one holds the other, as medsam holds sam. */
function named(models: readonly Fitting[], files: readonly BareFile[]): Fitting {
  const words = files.map(({ name }) => name.toLowerCase().replace(/[^a-z0-9]/g, ''));
  const said = models.filter(({ known }) => words.some((word) => word.includes(firstWord(known)))).sort((a, b) => firstWord(b.known).length - firstWord(a.known).length);
  if (said.length === 0) throw new FaultError('model-ambiguous', { expected: models.map(({ known }) => `${firstWord(known)} (${known.title})`).join(', '), came: files.map(({ name }) => name).join(', ') });
  return said[0];
}

function firstWord({ id }: KnownModel): string {
  return id.split('-')[0];
}
