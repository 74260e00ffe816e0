"""
ScribblePrompt's U-Net to one ONNX graph for IsoDice, with a manifest and goldens from the unexported network.

From the checkpoint as its authors publish it:
    python tools/export/scribbleprompt.py --checkpoint ScribblePrompt_unet_v1_nf192_res128.pt --licence Apache-2.0 --out OUT [--half] [--goldens]
The same graph without a checkpoint, for tests:
    python tools/export/scribbleprompt.py --random-weights 1 --width 8 --out OUT --goldens
Needs torch, onnx, onnxruntime and what promptable/reference.py imports.
"""
import argparse
import json
import pathlib

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from promptable import checkpoint, graphs, manifest, parity, reference
from promptable.goldens import BOX, CLICKS, WINDOW, save
from sam import export

EDGE = 128
CHANNELS = 5


class Unet(nn.Module):
    """As many poolings as there are widths, one convolution with a learned slope at each size, on the way down and, beside what was kept there, up."""

    def __init__(self, widths):
        super().__init__()
        step = lambda inputs, outputs: nn.Sequential(nn.Conv2d(inputs, outputs, 3, padding=1), nn.PReLU())
        self.downs = nn.ModuleList(step(inputs, outputs) for inputs, outputs in zip([CHANNELS, *widths], widths))
        self.bottleneck = step(widths[-1], widths[-1])
        self.ups = nn.ModuleList(step(2 * width, width) for width in reversed(widths))
        self.final = nn.Conv2d(widths[0], 1, 1)

    def forward(self, x):
        kept = []
        for down in self.downs:
            kept.append(down(x))
            x = F.max_pool2d(kept[-1], 2)
        x = self.bottleneck(x)
        for up in self.ups:
            x = up(torch.cat([kept.pop(), F.interpolate(x, scale_factor=2, mode='bilinear', align_corners=True)], 1))
        return self.final(x)


def renamed(name):
    """A parameter's name here for the one that the authors' checkpoint has: they hold each convolution in a module `conv`, and count enlargings among the steps up."""
    part, *rest = name.split('.')
    if part == 'final_conv':
        return f'final.{rest[-1]}'
    if part == 'ups':
        return f'ups.{(int(rest[0]) - 1) // 2}.{rest[2]}.{rest[3]}'
    return f'{part}.' + '.'.join(it for it in rest if it != 'conv')


def load(path):
    """A .pt file to its network and its SHA-256; a parameter without a place, or a place without one, is named by a RuntimeError."""
    state, digest = checkpoint.read(path)
    if 'downs.0.conv.0.weight' not in state:
        raise SystemExit(f'{path} is no checkpoint of ScribblePrompt\'s U-Net: downs.0.conv.0.weight was expected, it begins with {", ".join(list(state)[:3])}')
    depth = 1 + max(int(it.split('.')[1]) for it in state if it.startswith('downs.'))
    network = Unet([state[f'downs.{at}.conv.0.weight'].shape[0] for at in range(depth)])
    network.load_state_dict({renamed(name): value for name, value in state.items()}, strict=True)
    return network, digest


def random_unet(seed, width):
    torch.manual_seed(seed)
    network = Unet([width] * 4)
    with torch.no_grad():
        for parameter in network.parameters():
            # Slopes of one half and weights that keep their input's size: a network that answers to its prompts.
            parameter.copy_(torch.full_like(parameter, 0.5) if parameter.numel() == 1 and parameter.ndim == 1 else torch.randn_like(parameter) * (2 / parameter[0].numel()) ** 0.5 if parameter.ndim > 1 else 0.05 * torch.randn_like(parameter))
    return network


def channels(picture, clicks, box, previous):
    """The input [1, 5, n, n] as the authors' demonstration makes it of a picture in 0 to 1."""
    height, width = picture.shape
    x = torch.zeros(1, CHANNELS, EDGE, EDGE)
    x[:, :1] = F.interpolate(torch.from_numpy(picture)[None, None], (EDGE, EDGE), mode='bilinear')
    scale = np.array([EDGE / width, EDGE / height])
    if box is not None:
        (left, top), (right, bottom) = (np.array([[box['uMin'], box['vMin']], [box['uMax'], box['vMax']]]) * scale).astype(int)
        x[0, 1, top:bottom, left:right] = 1
    for click in clicks:
        u, v = (np.array([click['u'], click['v']]) * scale).astype(int)
        x[0, 2, v, u], x[0, 3, v, u] = click['label'], 1 - click['label']
    if previous is not None:
        x[0, 4] = previous
    return x


@torch.no_grad()
def write_goldens(network, folder, is_noise):
    folder.mkdir(exist_ok=True)
    image = reference.ct_slice()
    height, width = image.shape
    levels = reference.bytes_of(image, **WINDOW).astype(np.float32)
    picture = (levels - levels.min()) / (levels.max() - levels.min())
    cut = lambda it: F.interpolate(it.sigmoid()[None, None], (height, width), mode='bilinear')[0, 0] - 0.5
    runs, lows, asked = [], {}, []
    for name, clicks, box, previous in [('click', CLICKS[:1], None, None), ('clicks', CLICKS, None, None), ('box', [], BOX, None), ('again', CLICKS, BOX, 'box')]:
        given = channels(picture, clicks, box, lows.get(previous))
        low = lows[name] = network(given)[0, 0]
        on_slice = cut(low)
        median = float(on_slice.median()) if is_noise else None
        asked.append((name, given.numpy(), low.numpy(), cut, median))
        save(folder / f'{name}.f32', low)
        save(folder / f'{name}-slice.f32', on_slice)
        runs.append(dict(name=name, clicks=clicks, box=box, previous=previous, medianOnSlice=median))
    pixels = channels(picture, [], None, None)[:, :1]
    for name, tensor in (('slice', torch.from_numpy(image)), ('pixels', pixels), ('embedding', pixels)):
        save(folder / f'{name}.f32', tensor)
    said = dict(slice=dict(width=width, height=height), window=WINDOW, embedding='image', runs=runs, versions={it.__name__: it.__version__ for it in map(__import__, ('torch', 'numpy'))})
    (folder / 'golden.json').write_text(json.dumps(said, indent=1) + '\n')
    return asked


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    source = a.add_mutually_exclusive_group(required=True)
    source.add_argument('--checkpoint', type=pathlib.Path, metavar='FILE'); source.add_argument('--random-weights', type=int, metavar='SEED')
    a.add_argument('--width', type=int, default=8, help='of a random network; the published one has 192')
    a.add_argument('--out', type=pathlib.Path, required=True)
    a.add_argument('--id'); a.add_argument('--name'); a.add_argument('--licence'); a.add_argument('--source', help='where the weights are from')
    a.add_argument('--half', action='store_true'); a.add_argument('--goldens', action='store_true')
    a = a.parse_args()
    network, weights = load(a.checkpoint) if a.checkpoint else (random_unet(a.random_weights, a.width), None)
    network.eval()
    a.out.mkdir(parents=True, exist_ok=True)
    asked = write_goldens(network, a.out / 'golden', is_noise=a.checkpoint is None) if a.goldens else []
    with torch.no_grad():
        export(graphs.Half(network) if a.half else network, (torch.randn(1, CHANNELS, EDGE, EDGE),), a.out / 'network.onnx', ['input'], ['logits'], None)
    precision, exported = 'fp16' if a.half else 'fp32', parity.session(a.out / 'network.onnx')
    answers = [(name, parity.run(exported, dict(input=given))['logits'][0, 0], wanted, cut, median) for name, given, wanted, cut, median in asked]
    manifest.write_scribble_prompt(a.out, precision, manifest.identity(a, weights), parity.figures(precision, None, answers))


if __name__ == '__main__':
    main()
