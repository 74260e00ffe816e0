"""The manifest.json of an exported promptable model (src/core/models/sam/settings.ts reads it)."""
import hashlib
import json

import onnx

from . import external_data
from .reference import MEAN, STD

TYPES = {onnx.TensorProto.FLOAT: 'float32', onnx.TensorProto.FLOAT16: 'float16', onnx.TensorProto.INT64: 'int64', onnx.TensorProto.INT32: 'int32'}
ALL = ['point-positive', 'point-negative', 'box', 'scribble', 'previous-mask']
KINDS = {'meta': ALL, 'transformers': ['point-positive', 'point-negative', 'scribble'], 'medsam': ['box'], 'lite-medsam': ['box'], 'sam-med2d': ALL, 'sam2': ALL}
WINDOWS = dict(CT=dict(low=-160, high=240), MR=dict(percentiles=[0.5, 99.5]))
PAD = dict(side='bottom-right', value=0, when='after-normalise')
# As published; single precision would say 123.67500305….
MEAN_STD = dict(kind='mean-std', **{name: [round(float(it), 3) for it in values] for name, values in dict(mean=MEAN, std=STD).items()})


def tensors(values):
    return [dict(name=it.name, type=TYPES[it.type.tensor_type.elem_type], dims=[d.dim_value or d.dim_param for d in it.type.tensor_type.shape.dim]) for it in values]


def graph(path):
    network = onnx.load(path, load_external_data=False)
    beside = [measured(path.parent / it) for it in external_data.locations(network)]
    return dict(**measured(path), **(dict(externalData=beside) if beside else {}), inputs=tensors(network.graph.input), outputs=tensors(network.graph.output))


def measured(path):
    with open(path, 'rb') as file:
        return dict(file=path.name, sha256=hashlib.file_digest(file, 'sha256').hexdigest(), bytes=path.stat().st_size)


def identity(a, weights):
    """Who a model is, from the script's arguments and the SHA-256 of the checkpoint that it was read from, if it was."""
    said = dict(id=a.id or a.out.name, name=a.name or a.out.name, licence=a.licence, source=a.source, checkpoint=dict(file=a.checkpoint.name, sha256=weights) if a.checkpoint else None)
    return {key: value for key, value in said.items() if value is not None}


def settings(convention, size, low_size, first_for_box):
    medsam = convention == 'medsam'
    if convention == 'sam2':
        return dict(frame=size, lowResolution=low_size, windows=WINDOWS, resize=dict(rule='stretch', kernel='torch-bilinear-antialias'), normalise=MEAN_STD,
                    decoder='samexporter-sam2', answers='several', postprocess=['resize', 'threshold'])
    if convention == 'lite-medsam':
        return dict(frame=size, lowResolution=low_size, windows=WINDOWS, resize=dict(rule='longest-side', kernel='cv-area'), normalise=dict(kind='min-max'), pad=PAD,
                    decoder='meta', corners='whole-by-longest-side', answers='first', postprocess=['crop', 'resize', 'sigmoid', 'threshold'])
    if convention == 'sam-med2d':
        return dict(frame=size, lowResolution=low_size, windows=WINDOWS, resize=dict(rule='stretch', kernel='nearest'), normalise=MEAN_STD,
                    decoder='meta', answers='best-of-others', postprocess=['frame', 'resize', 'threshold'])
    return dict(
        frame=size, lowResolution=low_size,
        windows=WINDOWS,
        resize=dict(rule='stretch', kernel='spline3', fractions='truncate') if medsam else dict(rule='longest-side', kernel='pil-bilinear'),
        normalise=dict(kind='min-max') if medsam else MEAN_STD,
        **({} if medsam else dict(pad=PAD)),
        decoder='transformers' if convention == 'transformers' else 'meta',
        answers='first' if medsam else 'first-for-box' if first_for_box else 'several',
        postprocess=['sigmoid', 'resize', 'threshold'] if medsam else ['frame', 'crop', 'resize', 'threshold'])


def save(folder, identity, family, precision, kinds, graphs, **settings):
    said = dict(format='isodice-model-1', **identity, family=family, precision=precision, promptKinds=kinds, graphs=graphs, **settings)
    (folder / 'manifest.json').write_text(json.dumps(said, indent=1) + '\n')


def write(folder, convention, size, low_size, precision, identity, first_for_box=False, parity=None):
    """`parity` holds what was measured on the graphs themselves (parity.py)."""
    save(folder, identity, 'sam', precision, KINDS[convention], {role: graph(folder / f'{role}.onnx') for role in ('encoder', 'decoder')}, promptable=settings(convention, size, low_size, first_for_box), **(dict(parity=parity) if parity else {}))


def write_scribble_prompt(folder, precision, identity, parity=None):
    """A model of one graph, which IsoDice calls its encoder."""
    save(folder, identity, 'scribble-prompt', precision, ALL, dict(encoder=graph(folder / 'network.onnx')), **(dict(parity=parity) if parity else {}))
