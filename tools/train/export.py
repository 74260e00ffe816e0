"""Writes encoder.onnx and decoder.onnx (opset 17, fp32, static shapes, batch norms folded) and prints their SHA-256.

usage: python export.py OUT_DIR [CHECKPOINT]     (without a checkpoint: seeded random weights)
"""

import copy
import hashlib
import pathlib
import sys

import onnx
import torch
from torch.nn.utils.fusion import fuse_conv_bn_eval

from network import CANVAS, CHANNELS, CONTEXT_SIZE, FEATURES, ROI, Conv, IsoPrompt


def folded(network):
    """A copy for inference with every batch norm folded into its convolution."""
    network = copy.deepcopy(network).eval()
    for block in [m for m in network.modules() if isinstance(m, Conv)]:
        block[0] = fuse_conv_bn_eval(block[0], block[1])
        block[1] = torch.nn.Identity()
    return network


def export(network, folder):
    network = folded(network)
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(network.encoder, (torch.zeros(1, 1, CANVAS, CANVAS),), folder / "encoder.onnx",
                      input_names=["image"], output_names=["features"], opset_version=17, dynamo=False)
    torch.onnx.export(network.decoder,
                      (torch.zeros(1, CHANNELS, ROI, ROI), torch.zeros(1, FEATURES, CONTEXT_SIZE, CONTEXT_SIZE)),
                      folder / "decoder.onnx", input_names=["prompt", "context"], output_names=["logits", "score"],
                      opset_version=17, dynamo=False)
    for name in ("encoder.onnx", "decoder.onnx"):
        graph = onnx.load(folder / name)
        onnx.checker.check_model(graph)
        raw = (folder / name).read_bytes()
        print(name, len(raw), hashlib.sha256(raw).hexdigest(), sorted({n.op_type for n in graph.graph.node}))


if __name__ == "__main__":
    torch.manual_seed(0)
    model = IsoPrompt()
    if len(sys.argv) > 2:
        model.load_state_dict(torch.load(sys.argv[2], map_location="cpu", weights_only=True)["ema"])
    export(model, sys.argv[1])
