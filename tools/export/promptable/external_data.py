"""A graph's weights beside it, in one file: encoder.onnx.data next to encoder.onnx. What one ONNX file of 2 GiB cannot hold goes no other way."""
import onnx
from onnx.external_data_helper import uses_external_data

# Smaller tensors stay in the graph, where shapes are read from.
LEAST_BYTES = 1024


def locations(model):
    """The files that a graph's weights lie in, as it names them."""
    return sorted({entry.value for tensor in model.graph.initializer if uses_external_data(tensor) for entry in tensor.external_data if entry.key == 'location'})


def move_out(path):
    model = onnx.load(path)
    for location in locations(onnx.load(path, load_external_data=False)):
        (path.parent / location).unlink(missing_ok=True)
    beside = f'{path.name}.data'
    (path.parent / beside).unlink(missing_ok=True)
    onnx.save_model(model, path, save_as_external_data=True, all_tensors_to_one_file=True, location=beside, size_threshold=LEAST_BYTES)
