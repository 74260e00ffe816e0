"""Weights stored in half precision where that loses nothing, calculated in single: half the file, and no shader-f16 needed."""
import numpy as np
import onnx
from onnx import helper, numpy_helper

LEAST = 256


def round_weights(network):
    """Every parameter to its nearest half, before anything is exported or written down as golden."""
    for parameter in network.parameters():
        parameter.data = parameter.data.half().float()


def store_in_half(path):
    model = onnx.load(path)
    graph, casts = model.graph, []
    for at, weight in enumerate(graph.initializer):
        values = numpy_helper.to_array(weight)
        if values.dtype != np.float32 or values.size < LEAST or not np.array_equal(values.astype(np.float16).astype(np.float32), values):
            continue
        name = weight.name
        graph.initializer[at].CopyFrom(numpy_helper.from_array(values.astype(np.float16), f'{name}/half'))
        casts.append(helper.make_node('Cast', [f'{name}/half'], [name], name=f'{name}/single', to=onnx.TensorProto.FLOAT))
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
    onnx.checker.check_model(model)
    onnx.save(model, path)
