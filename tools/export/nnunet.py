"""
nnU-Net v2 to ONNX for IsoDice, with goldens from nnU-Net's own predictor.

From a trained model folder (the one that holds plans.json, dataset.json and fold_N/):
    python tools/export/nnunet.py --model-folder DIR --configuration 3d_fullres --folds 0 1 --out OUT
A small network without any data, for tests (trained for some seconds on synthetic blobs, so that its masks are masks):
    python tools/export/nnunet.py --random-weights ct-isotropic --out OUT --goldens
Presets: ct-isotropic, mr-anisotropic, ct-regions. Needs nnunetv2 2.8, torch, onnx. OUT then holds plans.json,
dataset.json, fold_N.onnx, isodice.json (the manifest) and, with --goldens, golden/.
"""
import argparse, hashlib, json, os, pathlib, shutil, sys

for variable in ('nnUNet_raw', 'nnUNet_preprocessed', 'nnUNet_results'):
    os.environ.setdefault(variable, '/tmp')

import numpy as np
import torch
import nnunetv2
from nnunetv2.inference.predict_from_raw_data import nnUNetPredictor
from nnunetv2.utilities.get_network_from_plans import get_network_from_plans
from nnunetv2.utilities.plans_handling.plans_handler import PlansManager

VERSION = __import__('importlib.metadata', fromlist=['version']).version('nnunetv2')


def configuration(patch, spacing, scheme, strides, features):
    rule = dict(order=3, order_z=0, force_separate_z=None)
    return dict(
        data_identifier='nnUNetPlans_3d_fullres', preprocessor_name='DefaultPreprocessor', batch_size=2, patch_size=patch,
        median_image_size_in_voxels=[float(n) for n in patch], spacing=spacing, normalization_schemes=[scheme], use_mask_for_norm=[False],
        resampling_fn_data='resample_data_or_seg_to_shape', resampling_fn_seg='resample_data_or_seg_to_shape',
        resampling_fn_data_kwargs=dict(is_seg=False, **rule), resampling_fn_seg_kwargs=dict(is_seg=True, order=1, order_z=0, force_separate_z=None),
        resampling_fn_probabilities='resample_data_or_seg_to_shape', resampling_fn_probabilities_kwargs=dict(is_seg=False, order=1, order_z=0, force_separate_z=None),
        architecture=dict(
            network_class_name='dynamic_network_architectures.architectures.unet.PlainConvUNet',
            arch_kwargs=dict(
                n_stages=len(features), features_per_stage=features, conv_op='torch.nn.modules.conv.Conv3d',
                kernel_sizes=[[1, 3, 3] if stride_z == 1 and at < 2 and strides[1][0] == 1 else [3, 3, 3] for at, (stride_z, _, _) in enumerate(strides)],
                strides=strides, n_conv_per_stage=[2] * len(features), n_conv_per_stage_decoder=[2] * (len(features) - 1), conv_bias=True,
                norm_op='torch.nn.modules.instancenorm.InstanceNorm3d', norm_op_kwargs=dict(eps=1e-5, affine=True), dropout_op=None,
                dropout_op_kwargs=None, nonlin='torch.nn.LeakyReLU', nonlin_kwargs=dict(inplace=True)),
            _kw_requires_import=['conv_op', 'norm_op', 'dropout_op', 'nonlin']),
        batch_dice=True)


PRESETS = {
    'ct-isotropic': dict(scheme='CTNormalization', patch=[24, 32, 28], spacing=[3.0, 3.0, 3.0], strides=[[1, 1, 1], [2, 2, 2], [2, 2, 2]],
                         features=[8, 16, 24], case_shape=[40, 50, 44], case_spacing=[2.5, 2.2, 2.2], transpose=[0, 1, 2], labels=dict(background=0, bright=1, dark=2)),
    'mr-anisotropic': dict(scheme='ZScoreNormalization', patch=[12, 32, 32], spacing=[6.0, 1.5, 1.5], strides=[[1, 1, 1], [1, 2, 2], [2, 2, 2]],
                           features=[8, 16, 24], case_shape=[44, 14, 40], case_spacing=[1.7, 7.0, 1.7], transpose=[1, 0, 2], labels=dict(background=0, bright=1, dark=2)),
    'ct-regions': dict(scheme='CTNormalization', patch=[24, 24, 24], spacing=[3.0, 3.0, 3.0], strides=[[1, 1, 1], [2, 2, 2]],
                       features=[8, 16], case_shape=[18, 30, 36], case_spacing=[3.0, 3.0, 3.0], transpose=[0, 1, 2], labels=dict(background=0, whole=[1, 2], core=2), regions=[1, 2]),
}


def blobs(shape, spacing, scheme, rng):
    """An image of bright and dark ellipsoids on a noisy body, and its labels 1 and 2. Axis order: slowest first."""
    grid = np.stack(np.meshgrid(*[(np.arange(n) - n / 2) * mm for n, mm in zip(shape, spacing)], indexing='ij'))
    extent = np.array(shape) * np.array(spacing)
    image = np.where((((grid / (0.46 * extent[:, None, None, None])) ** 2).sum(0)) < 1, 40.0, -900.0 if scheme == 'CTNormalization' else 0.0)
    body = image == 40
    labels = np.zeros(shape, np.uint8)
    for label, value in ((1, 180.0), (2, -60.0), (1, 160.0), (2, -80.0)):
        centre = rng.uniform(-0.25, 0.25, 3) * extent
        radius = rng.uniform(0.08, 0.17, 3) * extent
        inside = ((((grid - centre[:, None, None, None]) / radius[:, None, None, None]) ** 2).sum(0) < 1) & body
        image[inside], labels[inside] = value, label
    noisy = image + rng.normal(0, 12, shape) * body
    if scheme != 'CTNormalization':
        noisy = np.where(body, np.maximum(noisy + 300, 1), 0)
    return np.round(noisy).astype(np.float32), labels


def small_plans(preset):
    it = PRESETS[preset]
    backward = [it['transpose'].index(axis) for axis in range(3)]
    plans = dict(
        dataset_name=f'Dataset000_{preset}', plans_name='nnUNetPlans', original_median_spacing_after_transp=it['spacing'],
        original_median_shape_after_transp=it['patch'], image_reader_writer='SimpleITKIO', transpose_forward=it['transpose'], transpose_backward=backward,
        configurations={'3d_fullres': configuration(it['patch'], it['spacing'], it['scheme'], it['strides'], it['features'])},
        experiment_planner_used='ExperimentPlanner', label_manager='LabelManager',
        foreground_intensity_properties_per_channel={'0': dict(max=250.0, mean=50.0, median=60.0, min=-150.0, percentile_00_5=-120.0, percentile_99_5=210.0, std=110.0)})
    dataset = dict(channel_names={'0': 'CT' if it['scheme'] == 'CTNormalization' else 'MR'}, labels=it['labels'], numTraining=0, file_ending='.nii.gz')
    if 'regions' in it:
        dataset['regions_class_order'] = it['regions']
    return plans, dataset


def network_of(plans_manager, configuration_manager, dataset):
    labels = plans_manager.get_label_manager(dataset)
    architecture = configuration_manager
    return get_network_from_plans(architecture.network_arch_class_name, architecture.network_arch_init_kwargs, architecture.network_arch_init_kwargs_req_import,
                                  len(dataset['channel_names']), labels.num_segmentation_heads, allow_init=True, deep_supervision=False), labels


def train_on_blobs(network, preset, plans_manager, configuration_manager, dataset, labels, steps, seed):
    """Some seconds of training on whole preprocessed blob volumes cut to patches."""
    it = PRESETS[preset]
    preprocessor = configuration_manager.preprocessor_class(verbose=False)
    optimiser = torch.optim.Adam(network.parameters(), 3e-3)
    rng = np.random.default_rng(seed)
    for step in range(steps):
        image, label = blobs(it['case_shape'], it['case_spacing'], it['scheme'], rng)
        data, seg, _ = preprocessor.run_case_npy(image[None], label[None].astype(np.int8), dict(spacing=it['case_spacing']), plans_manager, configuration_manager, dataset)
        pad = [max(0, p - n) for p, n in zip(it['patch'], data.shape[1:])]
        data = np.pad(data, [(0, 0)] + [(0, n) for n in pad])
        seg = np.maximum(np.pad(seg, [(0, 0)] + [(0, n) for n in pad]), 0)
        start = [rng.integers(0, n - p + 1) for n, p in zip(data.shape[1:], it['patch'])]
        window = tuple(slice(s, s + p) for s, p in zip(start, it['patch']))
        x = torch.from_numpy(np.ascontiguousarray(data[(slice(None), *window)]))[None].float()
        y = torch.from_numpy(np.ascontiguousarray(seg[(0, *window)])).long()[None]
        logits = network(x)
        if labels.has_regions:
            target = torch.stack([(y > 0), (y == 2)], 1).float()
            loss = torch.nn.functional.binary_cross_entropy_with_logits(logits, target)
        else:
            loss = torch.nn.functional.cross_entropy(logits, y, weight=torch.tensor([0.3, 1.0, 1.0]))
        optimiser.zero_grad(); loss.backward(); optimiser.step()
        if step % 20 == 0:
            print(f'step {step} loss {loss.item():.4f}', flush=True)


def to_onnx(network, patch, channels, path):
    network.eval()
    torch.onnx.export(network, torch.zeros(1, channels, *patch), str(path), input_names=['image'], output_names=['logits'], opset_version=17, dynamo=False)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def goldens(out, predictor, preset, plans_manager, configuration_manager, dataset, seed):
    it = PRESETS[preset]
    folder = out / 'golden'
    folder.mkdir(exist_ok=True)
    image, label = blobs(it['case_shape'], it['case_spacing'], it['scheme'], np.random.default_rng(seed))
    preprocessor = configuration_manager.preprocessor_class(verbose=False)
    data, _, properties = preprocessor.run_case_npy(image[None], None, dict(spacing=it['case_spacing']), plans_manager, configuration_manager, dataset)
    image.astype('<i2').tofile(folder / 'image.i16')
    data.astype('<f4').tofile(folder / 'preprocessed.f32')
    record = dict(script='tools/export/nnunet.py', nnunetv2=VERSION, torch=torch.__version__, python=sys.version.split()[0], order='slowest axis first',
                  shape=list(image.shape), spacingMm=it['case_spacing'], preprocessedShape=list(data.shape), preprocessedTolerance=1e-4, runs=[])
    for mirror in (False, True):
        predictor.use_mirroring = mirror
        segmentation = predictor.predict_single_npy_array(image[None], dict(spacing=it['case_spacing']))
        name = 'labels-mirrored.u8' if mirror else 'labels.u8'
        segmentation.astype(np.uint8).tofile(folder / name)
        overlap = [float(2 * ((segmentation == v) & (label == v)).sum() / max(1, (segmentation == v).sum() + (label == v).sum())) for v in (1, 2)]
        record['runs'].append(dict(file=name, mirrorAxes=[0, 1, 2] if mirror else [], diceAgainstTruth=overlap))
        print(name, 'Dice against truth', overlap)
    (folder / 'golden.json').write_text(json.dumps(record, indent=1))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--model-folder', type=pathlib.Path)
    parser.add_argument('--random-weights', choices=PRESETS)
    parser.add_argument('--configuration', default='3d_fullres')
    parser.add_argument('--folds', type=int, nargs='+', default=[0])
    parser.add_argument('--checkpoint', default='checkpoint_final.pth')
    parser.add_argument('--steps', type=int, default=120)
    parser.add_argument('--seed', type=int, default=7)
    parser.add_argument('--goldens', action='store_true')
    parser.add_argument('--out', type=pathlib.Path, required=True)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(args.seed)
    if args.random_weights:
        plans, dataset = small_plans(args.random_weights)
    else:
        plans, dataset = (json.loads((args.model_folder / name).read_text()) for name in ('plans.json', 'dataset.json'))
    plans_manager = PlansManager(plans)
    configuration_manager = plans_manager.get_configuration(args.configuration)
    network, labels = network_of(plans_manager, configuration_manager, dataset)
    patch, channels = configuration_manager.patch_size, len(dataset['channel_names'])
    folds, mirror_axes, parameters = [], [0, 1, 2], []
    if args.random_weights:
        for fold in args.folds:
            torch.manual_seed(args.seed + fold)
            network, _ = network_of(plans_manager, configuration_manager, dataset)
            train_on_blobs(network, args.random_weights, plans_manager, configuration_manager, dataset, labels, args.steps, args.seed + fold)
            # The predictor loads each fold into one network, so references would all become the last one loaded.
            parameters.append({name: value.clone() for name, value in network.state_dict().items()})
            folds.append(dict(fold=fold, file=f'fold_{fold}.onnx', sha256=to_onnx(network, patch, channels, args.out / f'fold_{fold}.onnx')))
    else:
        for fold in args.folds:
            checkpoint = torch.load(args.model_folder / f'fold_{fold}' / args.checkpoint, map_location='cpu', weights_only=False)
            mirror_axes = list(checkpoint.get('inference_allowed_mirroring_axes') or [])
            network.load_state_dict(checkpoint['network_weights'])
            parameters.append(checkpoint['network_weights'])
            folds.append(dict(fold=fold, file=f'fold_{fold}.onnx', sha256=to_onnx(network, patch, channels, args.out / f'fold_{fold}.onnx')))
    for name, content in (('plans.json', plans), ('dataset.json', dataset)):
        (args.out / name).write_text(json.dumps(content, indent=1))
    manifest = dict(version=1, family='nnunet', name=args.random_weights or args.model_folder.name, configuration=args.configuration, input='image', output='logits',
                    mirrorAxes=mirror_axes, folds=folds, exportedBy=dict(script='tools/export/nnunet.py', nnunetv2=VERSION, torch=torch.__version__))
    (args.out / 'isodice.json').write_text(json.dumps(manifest, indent=1))
    if args.goldens:
        predictor = nnUNetPredictor(tile_step_size=0.5, use_gaussian=True, use_mirroring=True, perform_everything_on_device=False, device=torch.device('cpu'), allow_tqdm=False)
        predictor.manual_initialization(network, plans_manager, configuration_manager, parameters, dataset, 'nnUNetTrainer', tuple(mirror_axes))
        goldens(args.out, predictor, args.random_weights, plans_manager, configuration_manager, dataset, args.seed + 1000)


if __name__ == '__main__':
    main()
