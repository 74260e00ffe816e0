"""Bundles of trained runs: export.py net RUN OUT --name iso-net --cohort unbalanced | export.py text RUN OUT

Writes the ONNX graphs, plans.json and dataset.json (iso-net) or the vocabulary (iso-text), manifest.json with digests and
recipe, and the log. The running mean of the weights is what is exported. Measured quality is added by quality.ts and heldBack.py.
"""
import argparse
import csv
import hashlib
import json
import math
import pathlib

import numpy as np
import torch

from network import ARCHITECTURE, CHANNELS, TOKEN, Query, Vision, make_net
from textTraining import CONCEPTS, PATCH

NET_PATCH = [56, 56, 72]
SPACING = 6.0
# What iso-net and its twin were trained with: two cosines, the second from where the first ended.
ROUNDS = [dict(steps=1000, peak=2.5e-3), dict(steps=1700, fromStep=1000, peak=1.5e-3)]
LABELS = dict(background=0, liver=1, spleen=2, kidney_left=3, kidney_right=4, aorta=5, lung_left=6, lung_right=7)
SYNONYMS = {
    "liver": ["hepar", "hepatic"], "spleen": ["lien", "splenic"], "left kidney": ["kidney, left", "kidney left", "left renal", "ren sinister"],
    "right kidney": ["kidney, right", "kidney right", "right renal", "ren dexter"], "kidneys": ["kidney", "both kidneys", "renal", "renes"],
    "aorta": ["aortic", "main artery"], "left lung": ["lung, left", "lung left", "left pulmonary", "pulmo sinister"],
    "right lung": ["lung, right", "lung right", "right pulmonary", "pulmo dexter"], "lungs": ["lung", "both lungs", "pulmonary", "pulmones"],
}


def with_mean(module, mean):
    with torch.no_grad():
        for weight, average in zip(module.parameters(), mean):
            weight.copy_(average)
    return module.eval()


def facts(path, inputs, outputs):
    tensor = lambda name, dims: dict(name=name, type="float32", dims=dims)
    data = path.read_bytes()
    return dict(file=path.name, sha256=hashlib.sha256(data).hexdigest(), bytes=len(data), inputs=[tensor(*it) for it in inputs], outputs=[tensor(*it) for it in outputs])


def onnx(module, example, path, inputs, outputs, dynamic=None):
    torch.onnx.export(module, example, str(path), input_names=inputs, output_names=outputs, opset_version=17, dynamo=False, dynamic_axes=dynamic)


def head(name, family, about, recipe):
    return dict(format="isodice-model-1", id=name, name=name, family=family, precision="fp32", promptKinds=["text"] if family == "sat" else [], licence="Apache-2.0",
                description=about + " Trained on synthetic phantoms only; a demonstration, not a clinical tool.", recipe=recipe)


def log_of(out, log, names):
    with open(out / "training-log.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows([[row[0], *(f"{value:.4f}" for value in row[1:])] for row in log if row[0] % 5 == 0])


def plans():
    properties = dict(max=0.0, mean=0.0, median=0.0, min=0.0, percentile_00_5=0.0, percentile_99_5=0.0, std=1.0)
    rule = dict(order=3, order_z=0, force_separate_z=None)
    network = dict(ARCHITECTURE, conv_op="torch.nn.modules.conv.Conv3d", norm_op="torch.nn.modules.instancenorm.InstanceNorm3d", dropout_op=None, dropout_op_kwargs=None, nonlin="torch.nn.LeakyReLU")
    configuration = dict(
        data_identifier="nnUNetPlans_3d_fullres", preprocessor_name="DefaultPreprocessor", batch_size=1, patch_size=NET_PATCH, spacing=[SPACING] * 3,
        median_image_size_in_voxels=[56.0, 56.0, 68.0], normalization_schemes=["ZScoreNormalization"], use_mask_for_norm=[False],
        resampling_fn_data="resample_data_or_seg_to_shape", resampling_fn_seg="resample_data_or_seg_to_shape", resampling_fn_data_kwargs=dict(is_seg=False, **rule),
        resampling_fn_seg_kwargs=dict(is_seg=True, order=1, order_z=0, force_separate_z=None), resampling_fn_probabilities="resample_data_or_seg_to_shape",
        resampling_fn_probabilities_kwargs=dict(is_seg=False, order=1, order_z=0, force_separate_z=None), batch_dice=False,
        architecture=dict(network_class_name="dynamic_network_architectures.architectures.unet.PlainConvUNet", arch_kwargs=network, _kw_requires_import=["conv_op", "norm_op", "dropout_op", "nonlin"]))
    return dict(dataset_name="Dataset901_IsoDicePhantoms", plans_name="nnUNetPlans", original_median_spacing_after_transp=[3.0] * 3, original_median_shape_after_transp=[112, 112, 136],
                image_reader_writer="NibabelIOWithReorient", transpose_forward=[0, 1, 2], transpose_backward=[0, 1, 2], configurations={"3d_fullres": configuration},
                experiment_planner_used="ExperimentPlanner", label_manager="LabelManager", foreground_intensity_properties_per_channel={"0": properties})


def export_net(run, out, name, cohort):
    state = torch.load(run / "checkpoint.pt", weights_only=False)
    net = make_net()
    net.load_state_dict(state["net"])
    with_mean(net, state["ema"])
    onnx(net, torch.zeros(1, 1, *NET_PATCH), out / "fold_0.onnx", ["image"], ["logits"])
    (out / "plans.json").write_text(json.dumps(plans(), indent=1))
    (out / "dataset.json").write_text(json.dumps(dict(channel_names={"0": "CT or MR"}, labels=LABELS, numTraining=140, file_ending=".nii.gz"), indent=1))
    few = "few of them (3 %) with a BMI of 30 or more" if cohort == "unbalanced" else "a third of them with a BMI of 30 or more"
    manifest = head(name, "nnunet", f"A small 3D U-Net in nnU-Net's format for liver, spleen, kidneys, aorta and lungs on CT and MR, at 6 mm; trained on 140 phantoms, {few}.",
                    dict(script="tools/train/volumetric/netTraining.py", cohort=cohort, subjects=140, seed=1, steps=state["step"], rounds=ROUNDS, minutes=round(state["spent"] / 60, 1), spacingMm=SPACING))
    manifest["graphs"] = dict(fold_0=facts(out / "fold_0.onnx", [("image", [1, 1, *NET_PATCH])], [("logits", [1, 8, *NET_PATCH])]))
    manifest["nnunet"] = dict(configuration="3d_fullres", input="image", mirrorAxes=[], orientation="RAS")
    (out / "manifest.json").write_text(json.dumps(manifest, indent=1))
    log_of(out, state["log"], ("step", "loss", "crop_dice"))


def export_text(run, out):
    state = torch.load(run / "checkpoint.pt", weights_only=False)
    count = math.prod(n // 8 for n in PATCH)
    model = torch.nn.ModuleDict(dict(vision=Vision(), query=Query(count), text=torch.nn.Embedding(2 * len(CONCEPTS), TOKEN)))
    model.load_state_dict(state["model"])
    with_mean(model, state["mean"])
    onnx(model["vision"], torch.zeros(1, 1, *PATCH), out / "vision.onnx", ["image"], ["per_pixel", "tokens"])
    onnx(model["query"], (torch.zeros(count, 1, TOKEN), torch.zeros(3, 1, TOKEN)), out / "query.onnx", ["tokens", "queries"], ["mask_embed"], dict(queries={0: "N"}, mask_embed={1: "N"}))
    entries = [dict(name=name, modality=modality, row=at * len(CONCEPTS) + n, synonyms=SYNONYMS[name]) for at, modality in enumerate(("ct", "mri")) for n, (name, _) in enumerate(CONCEPTS)]
    (out / "vocabulary.json").write_text(json.dumps(dict(dimension=TOKEN, type="float32", entries=entries), indent=1))
    (out / "vectors.bin").write_bytes(model["text"].weight.detach().numpy().astype("<f4").tobytes())
    digest = lambda name: hashlib.sha256((out / name).read_bytes()).hexdigest()
    manifest = head("iso-text", "sat", "A small text-prompted 3D network with SAT's split for liver, spleen, kidneys, aorta and lungs on CT and MR, at 6 mm.",
                    dict(script="tools/train/volumetric/textTraining.py", cohort="balanced", subjects=140, seed=1, steps=state["step"], minutes=round(state["spent"] / 60, 1), startedFrom="iso-net-balanced", spacingMm=SPACING))
    size = list(PATCH)
    manifest["graphs"] = dict(
        vision=facts(out / "vision.onnx", [("image", [1, 1, *size])], [("per_pixel", [1, CHANNELS, *size]), ("tokens", [count, 1, TOKEN])]),
        query=facts(out / "query.onnx", [("tokens", [count, 1, TOKEN]), ("queries", ["N", 1, TOKEN])], [("mask_embed", [1, "N", CHANNELS])]))
    manifest["sat"] = dict(spacingMm=[SPACING] * 3, patchSize=size, overlap=0.5, gaussianSigma=0.125, intensity=dict(ct=dict(clip=[-500, 1000]), other=dict(percentiles=[0.5, 99.5])),
                           modalities=dict(ct=0, mri=1), vocabulary=dict(file="vocabulary.json", vectors="vectors.bin", sha256=dict(file=digest("vocabulary.json"), vectors=digest("vectors.bin"))))
    (out / "manifest.json").write_text(json.dumps(manifest, indent=1))
    log_of(out, state["log"], ("step", "loss", "soft_dice"))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("net", "text"))
    parser.add_argument("run", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--name", default="iso-net")
    parser.add_argument("--cohort", choices=("balanced", "unbalanced"), default="unbalanced")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    if args.what == "net":
        export_net(args.run, args.out, args.name, args.cohort)
    else:
        export_text(args.run, args.out)


if __name__ == "__main__":
    main()
