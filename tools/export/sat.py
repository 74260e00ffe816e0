"""
SAT (text-prompted 3D segmentation) to ONNX for IsoDice, with goldens from the reference modules and MONAI.

From a checkpoint of the published network, with text vectors made as README.md beside this file says:
    python tools/export/sat.py --size nano --checkpoint SAT_Nano.pth --vocabulary VOCABULARY_DIR --out OUT [--patch 96 96 96]
A tiny network of the same build without any checkpoint, for tests:
    python tools/export/sat.py --size tiny --random-weights --out OUT --goldens
Needs torch, onnx, dynamic-network-architectures and, for --goldens, monai. OUT then holds vision.onnx, query.onnx,
vocabulary.json, vectors.bin, manifest.json and, with --goldens, golden/.

The network, from SAT's published description: a PlainConvUNet whose encoder features are average-pooled to the
bottleneck's grid, concatenated and projected to tokens; a decoder of pre-norm layers in which queries attend to the
tokens (with a 3D sine position on the keys only) and not to one another; a projection of each query to the channels of
the decoder's full-resolution features, whose dot product is the logit.
"""
import argparse, hashlib, json, pathlib, re, sys

import numpy as np
import onnx
import torch
from torch import nn
from dynamic_network_architectures.architectures.unet import PlainConvUNet

SIZES = {
    'nano': dict(features=[64, 64, 128, 256, 512, 768], convs=2, patch=[288, 288, 96], spacing=[1.0, 1.0, 3.0], dimension=768, fusion=768, heads=8, layers=6, feedforward=2048, mask=256, channels_in=3),
    'pro': dict(features=[128, 128, 256, 512, 1024, 1536], convs=3, patch=[288, 288, 96], spacing=[1.0, 1.0, 3.0], dimension=768, fusion=1536, heads=8, layers=6, feedforward=2048, mask=384, channels_in=3),
    'tiny': dict(features=[4, 6, 8], convs=1, patch=[16, 24, 12], spacing=[2.0, 2.5, 4.0], dimension=12, fusion=16, heads=2, layers=2, feedforward=24, mask=10, channels_in=3),
}


class Backbone(PlainConvUNet):
    """A PlainConvUNet that gives the encoder's stages and the decoder's last features instead of logits."""

    def __init__(self, size):
        stages = len(size['features'])
        super().__init__(
            input_channels=size['channels_in'], n_stages=stages, features_per_stage=size['features'], conv_op=nn.Conv3d, kernel_sizes=3,
            strides=[1] + [2] * (stages - 1), n_conv_per_stage=size['convs'], num_classes=1, n_conv_per_stage_decoder=size['convs'], conv_bias=True,
            norm_op=nn.InstanceNorm3d, norm_op_kwargs=dict(eps=1e-5, affine=True), nonlin=nn.LeakyReLU, nonlin_kwargs=dict(inplace=True))

    def forward(self, image):
        skips = self.encoder(image)
        low = skips[-1]
        for at, (up, stage) in enumerate(zip(self.decoder.transpconvs, self.decoder.stages)):
            low = stage(torch.cat((up(low), skips[-2 - at]), 1))
        return skips, low


class Vision(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.backbone = Backbone(size)
        stages = len(size['features'])
        self.pools = nn.ModuleList(nn.AvgPool3d(2 ** (stages - 1 - at)) for at in range(stages - 1))
        self.projection = nn.Sequential(nn.Linear(sum(size['features']), size['fusion']), nn.GELU(), nn.Linear(size['fusion'], size['dimension']), nn.GELU())

    def forward(self, image):
        skips, per_pixel = self.backbone(image)
        pooled = torch.cat([pool(skip) for pool, skip in zip(self.pools, skips)] + [skips[-1]], 1)
        return per_pixel, self.projection(pooled.flatten(2).permute(2, 0, 1))


class QueryLayer(nn.Module):
    def __init__(self, size):
        super().__init__()
        d = size['dimension']
        self.attention = nn.MultiheadAttention(d, size['heads'], dropout=0.1)
        self.norm_attention, self.norm_feedforward = nn.LayerNorm(d), nn.LayerNorm(d)
        self.widen, self.narrow = nn.Linear(d, size['feedforward']), nn.Linear(size['feedforward'], d)

    def forward(self, queries, tokens, position):
        normed = self.norm_attention(queries)
        queries = queries + self.attention(normed, tokens + position, tokens, need_weights=False)[0]
        return queries + self.narrow(torch.relu(self.widen(self.norm_feedforward(queries))))


class Query(nn.Module):
    def __init__(self, size):
        super().__init__()
        d = size['dimension']
        grid = [n // 2 ** (len(size['features']) - 1) for n in size['patch']]
        self.register_buffer('position', sine_position(grid, d), persistent=False)
        self.layers = nn.ModuleList(QueryLayer(size) for _ in range(size['layers']))
        self.norm = nn.LayerNorm(d)
        self.to_mask = nn.Sequential(nn.Linear(d, size['mask']), nn.GELU(), nn.Linear(size['mask'], size['features'][0]), nn.GELU())

    def forward(self, tokens, queries):
        for layer in self.layers:
            queries = layer(queries, tokens, self.position)
        return self.to_mask(self.norm(queries)).permute(1, 0, 2)


def sine_position(grid, dimension):
    """Sines and cosines of each axis, interleaved, in thirds of the channels (the third an even number, the surplus cut off): [tokens, 1, dimension]."""
    third = int(np.ceil(dimension / 6) * 2)
    frequency = 1.0 / (10000 ** (torch.arange(0, third, 2).float() / third))
    parts = []
    for axis, n in enumerate(grid):
        angle = torch.arange(n).float()[:, None] * frequency
        wave = torch.stack((angle.sin(), angle.cos()), -1).flatten(-2)
        shape = [1, 1, 1, third]
        shape[axis] = n
        parts.append(wave.reshape(shape).expand(*grid, third))
    return torch.cat(parts, -1)[..., :dimension].reshape(-1, 1, dimension)


def load_checkpoint(path, vision, query):
    """SAT's parameter names to those here. Every parameter must be met, and none may be left over but the text side's."""
    state = torch.load(path, map_location='cpu', weights_only=False)
    state = state.get('model_state_dict', state)
    names = {}
    for name in state:
        it = re.sub(r'^module[.]', '', name)
        it = re.sub(r'^projection_layer[.]', 'projection.', it)
        it = re.sub(r'^transformer_decoder[.]norm[.]', 'norm.', it)
        it = re.sub(r'^transformer_decoder[.]layers[.](\d+)[.]multihead_attn[.]', r'layers.\1.attention.', it)
        it = re.sub(r'^transformer_decoder[.]layers[.](\d+)[.]linear1[.]', r'layers.\1.widen.', it)
        it = re.sub(r'^transformer_decoder[.]layers[.](\d+)[.]linear2[.]', r'layers.\1.narrow.', it)
        it = re.sub(r'^transformer_decoder[.]layers[.](\d+)[.]norm2[.]', r'layers.\1.norm_attention.', it)
        it = re.sub(r'^transformer_decoder[.]layers[.](\d+)[.]norm3[.]', r'layers.\1.norm_feedforward.', it)
        it = re.sub(r'^mask_embed_proj[.]', 'to_mask.', it)
        names[it] = state[name]
    for module in (vision, query):
        own = {key: names[key] for key in module.state_dict() if key in names}
        missing = [key for key in module.state_dict() if key not in names and '.seg_layers.' not in key and not key.startswith('backbone.decoder.encoder.')]
        if missing:
            sys.exit(f'the checkpoint lacks {missing[:6]} ({len(missing)} in all)')
        module.load_state_dict(own, strict=False)


def fold_input(vision):
    """SAT repeats its one channel three times; the sum of the weights over the channels is the same first layer for one."""
    first = vision.backbone.encoder.stages[0][0].convs[0].conv
    one = nn.Conv3d(1, first.out_channels, first.kernel_size, first.stride, first.padding)
    one.weight.data, one.bias.data = first.weight.data.sum(1, keepdim=True), first.bias.data
    block = vision.backbone.encoder.stages[0][0].convs[0]
    block.conv = one
    block.all_modules[0] = one


def random_vocabulary(out, dimension, rng):
    """Random vectors for the five organs: names to search, nothing that a network could have learned."""
    names = [('liver', ['hepar']), ('spleen', ['lien']), ('left kidney', ['kidney left']), ('right kidney', ['kidney right']), ('aorta', ['abdominal aorta'])]
    entries = [dict(name=name, modality=modality, row=at + 5 * m, synonyms=synonyms) for m, modality in enumerate(('ct', 'mri')) for at, (name, synonyms) in enumerate(names)]
    vectors = rng.standard_normal((len(entries), dimension)).astype('<f4')
    (out / 'vocabulary.json').write_text(json.dumps(dict(dimension=dimension, type='float32', entries=entries), indent=1))
    vectors.tofile(out / 'vectors.bin')


def export(out, vision, query, size):
    torch.onnx.export(vision, torch.zeros(1, 1, *size['patch']), str(out / 'vision.onnx'), input_names=['image'], output_names=['per_pixel', 'tokens'], opset_version=17, dynamo=False)
    tokens = int(np.prod([n // 2 ** (len(size['features']) - 1) for n in size['patch']]))
    torch.onnx.export(query, (torch.zeros(tokens, 1, size['dimension']), torch.zeros(2, 1, size['dimension'])), str(out / 'query.onnx'), input_names=['tokens', 'queries'],
                      output_names=['mask_embed'], dynamic_axes=dict(queries={0: 'N'}, mask_embed={1: 'N'}), opset_version=17, dynamo=False)


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def tensors(values):
    return [dict(name=it.name, type='float32', dims=[d.dim_param or d.dim_value for d in it.type.tensor_type.shape.dim]) for it in values]


def graph_of(path):
    graph = onnx.load(str(path)).graph
    return dict(file=path.name, bytes=path.stat().st_size, sha256=digest(path), inputs=tensors(graph.input), outputs=tensors(graph.output))


def manifest(out, args, size):
    native = SIZES[args.size]['patch']
    sat = dict(spacingMm=size['spacing'], patchSize=size['patch'], overlap=0.5, gaussianSigma=0.125,
               intensity=dict(ct=dict(clip=[-500, 1000]), other=dict(percentiles=[0.5, 99.5])), modalities=dict(ct=0, mri=1, us=2, pet=3),
               vocabulary=dict(file='vocabulary.json', vectors='vectors.bin', sha256=dict(file=digest(out / 'vocabulary.json'), vectors=digest(out / 'vectors.bin'))))
    if native != size['patch']:
        sat['nativePatchSize'] = native
    whole = dict(format='isodice-model-1', id=f'sat-{args.size}', name=f'SAT {args.size}', family='sat', precision='fp32', promptKinds=['text'],
                 graphs=dict(vision=graph_of(out / 'vision.onnx'), query=graph_of(out / 'query.onnx')), sat=sat,
                 description='Random weights in the build of SAT: for tests, its masks mean nothing.' if args.random_weights else 'SAT, exported from its published checkpoint.',
                 exportedBy=dict(script='tools/export/sat.py', torch=torch.__version__, seed=args.seed))
    (out / 'manifest.json').write_text(json.dumps(whole, indent=1))


def golden_image(rng):
    """A smooth, lopsided body on a grid whose file order is left, posterior, superior with steps of 1.5, 2.0 and 3.0 mm."""
    shape = (41, 37, 19)
    grid = np.stack(np.meshgrid(*[np.linspace(-1, 1, n) for n in shape], indexing='ij'))
    body = 900 * np.exp(-((grid[0] - 0.2) ** 2 / 0.2 + (grid[1] + 0.1) ** 2 / 0.3 + grid[2] ** 2 / 0.5))
    image = np.round(body - 150 + 60 * np.sin(9 * grid[0] + 4 * grid[1]) + rng.normal(0, 25, shape)).astype(np.int16)
    affine = np.array([[-1.5, 0, 0, 30], [0, -2.0, 0, 25], [0, 0, 3.0, -20], [0, 0, 0, 1.0]])
    return image, affine


def patches_of(shape, crop):
    """SAT's: every half crop, the last shifted inside."""
    starts = [[max(0, min(at * (p // 2), n - p)) for at in range(max(-(-n // (p // 2)) - 1, 1))] for n, p in zip(shape, crop)]
    return [(a, b, c) for a in starts[0] for b in starts[1] for c in starts[2]]


def importance(crop):
    from scipy.ndimage import gaussian_filter
    delta = np.zeros(crop)
    delta[tuple(n // 2 for n in crop)] = 1
    weights = gaussian_filter(delta, [n / 8 for n in crop], mode='constant')
    weights = (weights / weights.max() * 10).astype(np.float16)
    weights[weights == 0] = weights[weights > 0].min()
    return weights.astype(np.float32)


def goldens(out, original, query, size, seed):
    """Everything from the reference modules (three input channels, before folding) and MONAI's transforms."""
    import monai
    folder = out / 'golden'
    folder.mkdir(exist_ok=True)
    image, affine = golden_image(np.random.default_rng(seed))
    image.transpose(2, 1, 0).astype('<i2').tofile(folder / 'image.i16')
    vectors = torch.from_numpy(np.fromfile(out / 'vectors.bin', '<f4').reshape(-1, 1, size['dimension']))
    record = dict(script='tools/export/sat.py', torch=torch.__version__, monai=monai.__version__, numpy=np.__version__, python=sys.version.split()[0],
                  order='image x fastest in the file; the others [.., x, y, z] with z fastest', dims=list(image.shape), affine=affine.flatten().tolist(), runs=[])
    for modality, row in (('ct', 0), ('mri', 5)):
        tensor = monai.data.MetaTensor(torch.from_numpy(image.astype(np.float32))[None], affine=torch.from_numpy(affine))
        tensor = monai.transforms.Orientation(axcodes='RAS', labels=None)(tensor)
        tensor = monai.transforms.Spacing(pixdim=size['spacing'], mode='bilinear')(tensor)
        tensor = monai.transforms.CropForeground()(tensor)
        data = tensor.numpy()[0]
        low, high = (-500, 1000) if modality == 'ct' else np.percentile(data, [0.5, 99.5])
        data = np.clip(data, low, high)
        data = ((data - data.mean()) / data.std()).astype(np.float32)
        data.astype('<f4').tofile(folder / f'{modality}-prepared.f32')
        crop, weights = size['patch'], importance(size['patch'])
        total, weight = np.zeros((2, *data.shape), np.float32), np.zeros(data.shape, np.float32)
        queries = vectors[row:row + 2]
        for at, start in enumerate(patches_of(data.shape, crop)):
            window = tuple(slice(s, min(s + p, n)) for s, p, n in zip(start, crop, data.shape))
            patch = np.zeros(crop, np.float32)
            inside = tuple(slice(0, w.stop - w.start) for w in window)
            patch[inside] = data[window]
            with torch.no_grad():
                per_pixel, tokens = original(torch.from_numpy(patch)[None, None].repeat(1, 3, 1, 1, 1))
                embeddings = query(tokens, queries)
                logits = torch.einsum('bchwd,bnc->bnhwd', per_pixel, embeddings)[0]
            if at == 0 and modality == 'ct':
                for name, value in (('per_pixel', per_pixel), ('tokens', tokens), ('mask_embed', embeddings), ('logits', logits)):
                    value.numpy().astype('<f4').tofile(folder / f'{name}.f32')
                # Random weights leave no mask of their own: the median of the logits makes one.
                record['median'] = [float(np.median(logits[n].numpy())) for n in range(2)]
            total[(slice(None), *window)] += (torch.sigmoid(logits).numpy() * weights)[(slice(None), *inside)]
            weight[window] += weights[inside]
        (total / weight).astype('<f4').tofile(folder / f'{modality}-probabilities.f32')
        record['runs'].append(dict(modality=modality, rows=[row, row + 1], preparedShape=list(data.shape), patches=len(patches_of(data.shape, crop))))
    (folder / 'golden.json').write_text(json.dumps(record, indent=1))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--size', choices=SIZES, required=True)
    parser.add_argument('--checkpoint', type=pathlib.Path)
    parser.add_argument('--vocabulary', type=pathlib.Path, help='folder with vocabulary.json and vectors.bin')
    parser.add_argument('--random-weights', action='store_true')
    parser.add_argument('--patch', type=int, nargs=3)
    parser.add_argument('--seed', type=int, default=7)
    parser.add_argument('--goldens', action='store_true')
    parser.add_argument('--out', type=pathlib.Path, required=True)
    args = parser.parse_args()
    size = dict(SIZES[args.size], **(dict(patch=args.patch) if args.patch else {}))
    step = 2 ** (len(size['features']) - 1)
    if any(n % step for n in size['patch']):
        parser.error(f'each side of the patch must be a multiple of {step}')
    torch.manual_seed(args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    vision, query = Vision(size).eval(), Query(size).eval()
    if args.random_weights:
        random_vocabulary(args.out, size['dimension'], np.random.default_rng(args.seed))
    else:
        if not args.checkpoint or not args.vocabulary:
            parser.error('give --checkpoint and --vocabulary, or --random-weights')
        load_checkpoint(args.checkpoint, vision, query)
        for name in ('vocabulary.json', 'vectors.bin'):
            (args.out / name).write_bytes((args.vocabulary / name).read_bytes())
    if args.goldens:
        goldens(args.out, vision, query, size, args.seed + 1000)
    fold_input(vision)
    export(args.out, vision, query, size)
    manifest(args.out, args, size)


if __name__ == '__main__':
    main()
