"""
How the exported graphs answer on onnxruntime beside the unexported model: figures for the manifest, under the names and
limits that IsoDice's own check has, so that it can show the two side by side.
"""
import numpy as np
import onnxruntime
import torch

MASKS = ('low_res_masks', 'pred_masks', 'masks', 'logits')
RELATIVE, COSINE = 1e-4, 0.999
IOU = dict(fp32=0.999, fp16=0.99)


def session(path):
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=['CPUExecutionProvider'])


def run(network, tensors):
    """Outputs by name, of those tensors that the graph has inputs for."""
    return dict(zip([it.name for it in network.get_outputs()], network.run(None, {it.name: np.ascontiguousarray(tensors[it.name]) for it in network.get_inputs()})))


def cosine(a, b):
    a, b = (it.astype(np.float64).ravel() for it in (a, b))
    return float(a @ b / np.sqrt((a @ a) * (b @ b)))


def figures(precision, embedding, answers):
    """
    `embedding` is (got, wanted), None where the graph leaves none; `answers` are (name, got, wanted, cut, median): logits
    [n, n], how logits become levels of the slice that are on above 0, and the level at which a mask of noise is cut.
    """
    runtime = f'onnxruntime {onnxruntime.__version__}'
    found = []

    def add(check, value, limit):
        found.append(dict(check=check, value=float(value), limit=limit, device='CPU', runtime=runtime))

    def near(check, got, wanted):
        if precision == 'fp32':
            add(f'{check}, relative', np.abs(got - wanted).max() / np.abs(wanted).max(), RELATIVE)
        else:
            add(f'{check}, cosine', cosine(got, wanted), COSINE)

    if embedding:
        if precision == 'fp32':
            add('embedding, cosine', cosine(*embedding), COSINE)
        near('embedding', *embedding)
    for name, got, wanted, cut, median in answers:
        near(f'logits of {name}', got, wanted)
        on, should = (cut(torch.from_numpy(it)).numpy() > (median or 0) for it in (got, wanted))
        either = (on | should).sum()
        add(f'mask of {name}{"" if median is None else " at the median"}, IoU', (on & should).sum() / either if either else 1, IOU[precision])
    return found


def of_two_graphs(folder, precision, golden):
    """`golden` is what goldens.write gives: pixels, the embedding's output and value, and questions with their answers."""
    pixels, (output, embedding), questions = golden
    encoder, decoder = session(folder / 'encoder.onnx'), session(folder / 'decoder.onnx')
    levels = run(encoder, {encoder.get_inputs()[0].name: pixels.numpy()})
    answers = []
    for it in questions:
        points, labels = np.array([it['points']], np.float32), np.array([it['labels']], np.float32)
        edge = it['low'].shape[-1]
        before = np.zeros((1, 1, edge, edge), np.float32) if it['previous'] is None else it['previous'].numpy()[None, None]
        found = run(decoder, dict(levels, point_coords=points, point_labels=labels, input_points=points[None], input_labels=labels[None].astype(np.int64),
                                  mask_input=before, has_mask_input=np.array([it['previous'] is not None], np.float32)))
        masks = next(found[name] for name in MASKS if name in found)
        answers.append((it['name'], masks.reshape(-1, edge, edge)[it['at']], it['low'].numpy(), it['cut'], it['median']))
    return figures(precision, (levels[output], embedding.numpy()), answers)
