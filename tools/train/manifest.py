"""Writes manifest.json beside the exported graphs: digests, tensors, recipe and measured quality.

usage: python manifest.py MODEL_DIR --seed N --steps N --data TEXT [--verified "WHAT=FILE.json" ...]

FILE.json is what verify:segment wrote with --json; WHAT says which scans they were
"""

import argparse
import datetime
import hashlib
import json
import pathlib

import onnx

from network import CANVAS, CONTEXT_SIZE, FEATURE_SIZE, ROI


def tensors(values):
    return [dict(name=v.name, type="float32", dims=[d.dim_value for d in v.type.tensor_type.shape.dim]) for v in values]


def graph_of(path):
    raw = path.read_bytes()
    graph = onnx.load(path).graph
    return dict(file=path.name, bytes=len(raw), sha256=hashlib.sha256(raw).hexdigest(),
                inputs=tensors(graph.input), outputs=tensors(graph.output))


def quality_of(data, path):
    """Means over organs and scans of each protocol, and the mean Dice of each organ."""
    report = json.loads(pathlib.Path(path).read_text())
    return [dict(data=data, protocol=mean["protocol"], slices=mean["slices"], diceMean=mean["diceMean"],
                 ellipseDiceMean=mean["ellipseDiceMean"],
                 organs={f"{row['scan']} {row['organ']}": row["diceMean"] for row in report["rows"] if row["protocol"] == mean["protocol"]})
            for mean in report["means"]]


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument("folder", type=pathlib.Path)
    ask.add_argument("--seed", type=int, required=True)
    ask.add_argument("--steps", type=int, required=True)
    ask.add_argument("--data", required=True)
    ask.add_argument("--verified", nargs="*", default=[])
    args = ask.parse_args()
    manifest = dict(
        format="isodice-model-1", id="iso-prompt", name="iso-prompt", family="iso-prompt", precision="fp32",
        promptKinds=["point-positive", "point-negative", "box", "scribble", "previous-mask"],
        graphs=dict(encoder=graph_of(args.folder / "encoder.onnx"), decoder=graph_of(args.folder / "decoder.onnx")),
        description="A small promptable network of this project, trained on synthetic images only. A demonstration, not a clinical tool.",
        licence="Apache-2.0", normalisation="window-to-unit",
        sizes=dict(canvas=CANVAS, features=FEATURE_SIZE, region=ROI, context=CONTEXT_SIZE),
        recipe=dict(script="tools/train/train.py", seed=args.seed, steps=args.steps, data=args.data,
                    trained=datetime.date.today().isoformat()),
        quality=[entry for it in args.verified for entry in quality_of(*it.split("=", 1))],
    )
    (args.folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")


if __name__ == "__main__":
    main()
