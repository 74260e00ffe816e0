"""Trains one small nnU-Net-format U-Net on cached phantoms: train_net.py CACHE RUN --minutes M [--seed 1]"""
import argparse, csv, json, math, pathlib, time
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from dynamic_network_architectures.architectures.unet import PlainConvUNet

a = argparse.ArgumentParser()
a.add_argument('cache'); a.add_argument('run'); a.add_argument('--minutes', type=float, default=20); a.add_argument('--seed', type=int, default=1)
a.add_argument('--crop', type=int, nargs=3, default=[56, 56, 68]); a.add_argument('--steps', type=int, default=1100)
a = a.parse_args()
torch.set_num_threads(1); torch.manual_seed(a.seed); rng = np.random.default_rng(a.seed)
run = pathlib.Path(a.run); run.mkdir(parents=True, exist_ok=True)
CLASSES = 8
ARCH = dict(n_stages=4, features_per_stage=[16, 32, 64, 128], kernel_sizes=[[3, 3, 3]] * 4, strides=[[1, 1, 1], [2, 2, 2], [2, 2, 2], [2, 2, 2]],
            n_conv_per_stage=[2] * 4, n_conv_per_stage_decoder=[1] * 3, conv_bias=True, norm_op_kwargs=dict(eps=1e-5, affine=True), nonlin_kwargs=dict(inplace=True))
net = PlainConvUNet(input_channels=1, conv_op=nn.Conv3d, norm_op=nn.InstanceNorm3d, nonlin=nn.LeakyReLU, num_classes=CLASSES, deep_supervision=False, **ARCH)
net = net.to(memory_format=torch.channels_last_3d)
ema = [p.detach().clone() for p in net.parameters()]
opt = torch.optim.AdamW(net.parameters(), lr=3e-3, weight_decay=1e-4)
cases = [np.load(f) for f in sorted(pathlib.Path(a.cache).glob('*.npz'))]
cases = [(c['image'].astype(np.float32), c['labels'].astype(np.int64)) for c in cases]
print(len(cases), 'cases', sum(p.numel() for p in net.parameters()), 'parameters', flush=True)
state = run / 'checkpoint.pt'; step = 0; spent = 0.0; log = []
if state.exists():
    s = torch.load(state, weights_only=False); net.load_state_dict(s['net']); ema = s['ema']; opt.load_state_dict(s['opt']); step = s['step']; spent = s['spent']; log = s['log']; rng = np.random.default_rng(a.seed + step)

def batch():
    image, labels = cases[rng.integers(len(cases))]
    lo, hi = np.zeros(3, int), np.array(image.shape)
    if rng.random() < 0.35:  # real scans show only a part, mostly in z
        for axis, least in ((0, 20), (1, 44), (2, 54)):
            if axis == 0 or rng.random() < 0.3:
                n = int(rng.integers(least, image.shape[axis] + 1)); lo[axis] = rng.integers(0, image.shape[axis] - n + 1); hi[axis] = lo[axis] + n
    cut = tuple(slice(l, h) for l, h in zip(lo, hi))
    x = image[cut].copy(); y = labels[cut]
    pad = [(-n) % 8 for n in x.shape]; before = [int(rng.integers(0, p + 1)) for p in pad]
    place = [(b, p - b) for b, p in zip(before, pad)]
    if rng.random() < 0.5:  # z-score anew over what is seen, as the recipe does with a part of the body
        x = (x - x.mean()) / max(x.std(), 1e-3)
    if rng.random() < 0.5: x = x * rng.uniform(0.8, 1.25) + rng.uniform(-0.2, 0.2)
    if rng.random() < 0.3:
        low, high = x.min(), x.max(); x = ((x - low) / (high - low + 1e-6)) ** rng.uniform(0.7, 1.4) * (high - low) + low
    if rng.random() < 0.4: x = x + rng.normal(0, rng.uniform(0, 0.08), x.shape)
    x = np.pad(x, place); y = np.pad(y, place)
    return torch.from_numpy(np.ascontiguousarray(x, np.float32))[None, None].to(memory_format=torch.channels_last_3d), torch.from_numpy(np.ascontiguousarray(y))[None]

weights = torch.tensor([0.5, 1, 1.2, 1.2, 1.2, 1.5, 1, 1])
start = time.time(); last = start
while step < a.steps:
    t = spent + time.time() - start
    done = max(step / a.steps, t / (60 * a.minutes))
    if done >= 1: break
    for g in opt.param_groups: g['lr'] = 2.5e-3 * min(1, (step + 1) / 40) * (0.5 + 0.5 * math.cos(math.pi * done)) + 1e-5
    opt.zero_grad(); loss = 0
    x, y = batch()
    with torch.autocast('cpu', dtype=torch.bfloat16): logits = net(x)
    logits = logits.float()
    p = logits.softmax(1); hot = F.one_hot(y, CLASSES).movedim(-1, 1).float()
    present = hot.sum((0, 2, 3, 4)) > 0
    inter = (p * hot).sum((0, 2, 3, 4)); dice = (2 * inter + 1) / (p.sum((0, 2, 3, 4)) + hot.sum((0, 2, 3, 4)) + 1)
    loss = F.cross_entropy(logits, y, weight=weights) + 1 - dice[1:].mean()
    loss.backward(); nn.utils.clip_grad_norm_(net.parameters(), 5); opt.step()
    decay = min(0.995, (step + 1) / (step + 10))
    with torch.no_grad():
        for e, q in zip(ema, net.parameters()): e.lerp_(q, 1 - decay)
    step += 1
    hard = logits.argmax(1)
    score = [float(2 * ((hard == c) & (y == c)).sum() / ((hard == c).sum() + (y == c).sum()).clamp(min=1)) for c in range(1, CLASSES) if present[c]]
    log.append((step, float(loss.detach()), float(np.mean(score)) if score else float('nan')))
    if step % 25 == 0: print(step, f'{t:.0f}s', f'{np.mean([l for _, l, _ in log[-25:]]):.3f}', f'{np.nanmean([s for _, _, s in log[-25:]]):.3f}', flush=True)
    if time.time() - last > 60 or step == a.steps:
        last = time.time(); torch.save(dict(net=net.state_dict(), ema=ema, opt=opt.state_dict(), step=step, spent=spent + last - start, log=log, arch=ARCH), state)
torch.save(dict(net=net.state_dict(), ema=ema, opt=opt.state_dict(), step=step, spent=spent + time.time() - start, log=log, arch=ARCH), state)
print('end', step, flush=True)
