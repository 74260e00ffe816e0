"""The networks: iso-net is nnU-Net's PlainConvUNet, iso-text the same backbone with SAT's query decoder."""
import torch
from dynamic_network_architectures.architectures.unet import PlainConvUNet
from torch import nn

CLASSES = 8
ARCHITECTURE = dict(
    n_stages=4, features_per_stage=[16, 32, 64, 128], kernel_sizes=[[3, 3, 3]] * 4, strides=[[1, 1, 1], [2, 2, 2], [2, 2, 2], [2, 2, 2]],
    n_conv_per_stage=[2] * 4, n_conv_per_stage_decoder=[1] * 3, conv_bias=True, norm_op_kwargs=dict(eps=1e-5, affine=True),
    nonlin_kwargs=dict(inplace=True))
TOKEN, CHANNELS = 96, 16


def make_net():
    return PlainConvUNet(input_channels=1, conv_op=nn.Conv3d, norm_op=nn.InstanceNorm3d, nonlin=nn.LeakyReLU, num_classes=CLASSES, deep_supervision=False, **ARCHITECTURE)


class Vision(nn.Module):
    """Features of every voxel, and tokens of the coarsest stage. Axes x, y, z, as SAT has them."""

    def __init__(self):
        super().__init__()
        self.net = make_net()
        self.pixels = nn.Conv3d(ARCHITECTURE["features_per_stage"][0], CHANNELS, 1)
        self.tokens = nn.Linear(ARCHITECTURE["features_per_stage"][-1], TOKEN)

    def forward(self, image):
        skips = self.net.encoder(image.permute(0, 1, 4, 3, 2))
        decoder, low = self.net.decoder, skips[-1]
        for stage in range(len(decoder.stages)):
            low = decoder.transpconvs[stage](low)
            low = decoder.stages[stage](torch.cat((low, skips[-(stage + 2)]), 1))
        tokens = self.tokens(skips[-1].flatten(2).permute(2, 0, 1))
        return self.pixels(low).permute(0, 1, 4, 3, 2), tokens


class Query(nn.Module):
    """Queries look at the tokens and become a weight for each feature. Queries do not see one another."""

    def __init__(self, tokens, layers=2, heads=4):
        super().__init__()
        self.position = nn.Parameter(0.02 * torch.randn(tokens, 1, TOKEN))
        self.looks = nn.ModuleList(nn.MultiheadAttention(TOKEN, heads) for _ in range(layers))
        self.before = nn.ModuleList(nn.LayerNorm(TOKEN) for _ in range(layers))
        self.after = nn.ModuleList(nn.LayerNorm(TOKEN) for _ in range(layers))
        self.think = nn.ModuleList(nn.Sequential(nn.Linear(TOKEN, 2 * TOKEN), nn.GELU(), nn.Linear(2 * TOKEN, TOKEN)) for _ in range(layers))
        self.embed = nn.Sequential(nn.Linear(TOKEN, TOKEN), nn.GELU(), nn.Linear(TOKEN, CHANNELS))

    def forward(self, tokens, queries):
        keys = tokens + self.position
        for look, before, after, think in zip(self.looks, self.before, self.after, self.think):
            queries = queries + look(before(queries), keys, tokens, need_weights=False)[0]
            queries = queries + think(after(queries))
        return self.embed(queries).permute(1, 0, 2)
