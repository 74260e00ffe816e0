"""Takes back the quarter of a voxel that the labels of cache.py had taught: recentre.py BUNDLE...

BUNDLE is a folder that export.py wrote. The labels were the upper of two voxels along every axis, so that a model trained
on them answers for a place a quarter of its voxel further up. The graph now ends in the linear interpolation that puts the
answer where it belongs: along each of three axes 3/4 of a voxel and 1/4 of the one below. For iso-text the features per
voxel are moved, since a mask is their inner product with a query. Writes the graph and the manifest's digest; refuses a
graph that is already moved.
"""
import hashlib
import json
import pathlib
import sys

import numpy as np
import onnx
from onnx import helper, numpy_helper

GRAPHS = dict(nnunet=("fold_0", "logits"), sat=("vision", "per_pixel"))
AXES = (2, 3, 4)
BELOW = 0.25


def recentre(model, output):
    graph = model.graph
    if any(node.name.startswith("recentre/") for node in graph.node):
        sys.exit(f"{output}: already moved")
    made = next(node for node in graph.node if output in node.output)
    inner = f"{output}/before"
    made.output[list(made.output).index(output)] = inner
    for node in graph.node:
        node.input[:] = [inner if name == output else name for name in node.input]
    constant = lambda name, value: graph.initializer.append(numpy_helper.from_array(value, f"recentre/{name}"))
    constant("here", np.float32(1 - BELOW))
    constant("below", np.float32(BELOW))
    for name, value in (("zero", 0), ("one", 1), ("last", -1)):
        constant(name, np.array([value], np.int64))
    current = inner
    for axis in AXES:
        constant(f"axis{axis}", np.array([axis], np.int64))
        at = lambda name: f"recentre/{axis}/{name}"
        add = lambda kind, inputs, name, **more: graph.node.append(helper.make_node(kind, inputs, [name], name=name if name.startswith("recentre/") else f"recentre/{axis}/{name}", **more))
        add("Slice", [current, "recentre/zero", "recentre/one", f"recentre/axis{axis}"], at("edge"))
        add("Slice", [current, "recentre/zero", "recentre/last", f"recentre/axis{axis}"], at("lower"))
        add("Concat", [at("edge"), at("lower")], at("shifted"), axis=axis)
        add("Mul", [current, "recentre/here"], at("a"))
        add("Mul", [at("shifted"), "recentre/below"], at("b"))
        current = output if axis == AXES[-1] else at("sum")
        add("Add", [at("a"), at("b")], current)
    onnx.checker.check_model(model)
    return model


def main():
    for bundle in map(pathlib.Path, sys.argv[1:]):
        manifest = json.loads((bundle / "manifest.json").read_text())
        role, output = GRAPHS[manifest["family"]]
        path = bundle / manifest["graphs"][role]["file"]
        onnx.save(recentre(onnx.load(path), output), path)
        data = path.read_bytes()
        manifest["graphs"][role].update(sha256=hashlib.sha256(data).hexdigest(), bytes=len(data))
        manifest["recipe"]["recentred"] = dict(script="tools/train/volumetric/recentre.py", voxels=BELOW)
        (bundle / "manifest.json").write_text(json.dumps(manifest, indent=1))
        print(bundle, manifest["graphs"][role]["sha256"])


if __name__ == "__main__":
    main()
