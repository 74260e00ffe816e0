import { CHECK, checkNetwork } from '#core/models/onnx/checkNetwork.ts';
import { sha256Hex } from '#engine/sha256Hex.ts';

/** What a test spoils of the toy model's files; nothing where absent. */
export type Spoilt = 'digest' | 'network' | 'tensors' | 'family' | 'missing' | 'manifest';

/** The toy model as files that a user would give: manifest and one network in both roles. */
export async function toyFiles(spoilt?: Spoilt): Promise<File[]> {
  const bytes = spoilt === 'network' ? new TextEncoder().encode('no network at all') : new Uint8Array(checkNetwork());
  const row = (name: string) => ({ name, type: 'float32', dims: [1, 2] });
  const graph = {
    file: 'toy.onnx', bytes: bytes.length, sha256: spoilt === 'digest' ? '0'.repeat(64) : await sha256Hex(bytes),
    inputs: [row(spoilt === 'tensors' ? 'image' : CHECK.input)], outputs: [row(CHECK.output)],
  };
  const manifest = {
    format: 'isodice-model-1', id: 'toy', name: 'Toy', family: spoilt === 'family' ? 'stranger' : 'toy', precision: 'fp32',
    promptKinds: ['point-positive'], graphs: { encoder: graph, decoder: graph },
  };
  const text = spoilt === 'manifest' ? '{' : JSON.stringify(manifest);
  return [new File([text], 'manifest.json'), ...(spoilt === 'missing' ? [] : [new File([bytes], 'toy.onnx')])];
}
