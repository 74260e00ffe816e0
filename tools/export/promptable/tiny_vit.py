"""
SAM with a TinyViT encoder: MobileSAM (1024 pixels) and LiteMedSAM (256 pixels), built from timm's stages and the
transformers package's neck and decoder. Both leave 64 × 64 tokens: the last merging keeps the size, and LiteMedSAM's first
two convolutions, of one pixel each, do too.
"""
import re

from timm.models.tiny_vit import ConvNorm, TinyVit
from torch import nn
from transformers import SamConfig, SamModel
from transformers.models.sam.modeling_sam import SamVisionEncoderOutput, SamVisionNeck

FIRST = 'image_encoder.patch_embed.seq.0.c.weight'
# Left over from the classifier that TinyViT is elsewhere; the original code never calls them.
UNUSED = re.compile(r'^image_encoder\.(norm_head|head)\.(weight|bias)$')
# Calculated from the window's size, so nothing is learned in them.
RECKONED = re.compile(r'\.attn\.attention_bias_idxs$')
NAMES = [
    (r'^image_encoder\.patch_embed\.seq\.0\.', 'vision_encoder.patch_embed.conv1.'), (r'^image_encoder\.patch_embed\.seq\.2\.', 'vision_encoder.patch_embed.conv2.'),
    (r'^image_encoder\.layers\.(\d+)\.downsample\.', lambda it: f'vision_encoder.stages.{int(it[1]) + 1}.downsample.'), (r'^image_encoder\.layers\.', 'vision_encoder.stages.'),
    (r'^(vision_encoder\..*)\.c\.', r'\1.conv.'),
]


class Encoder(nn.Module):
    """Pixels [1, 3, S, S] to [1, channels, 64, 64] at S = 1024 or 256, in the form that a SamModel expects of its encoder."""

    def __init__(self, shape, config):
        super().__init__()
        widths = shape['widths']
        timm = TinyVit(embed_dims=widths, depths=shape['depths'], num_heads=shape['heads'], window_sizes=shape['windows'], drop_path_rate=0.0)
        self.patch_embed, self.stages = timm.patch_embed, timm.stages
        if shape['kernel'] == 1:
            self.patch_embed.conv1, self.patch_embed.conv2 = ConvNorm(3, widths[0] // 2), ConvNorm(widths[0] // 2, widths[0])
        self.stages[-1].downsample.conv2.conv.stride = (1, 1)
        self.neck = SamVisionNeck(config)

    def forward(self, pixels, **_):
        return SamVisionEncoderOutput(last_hidden_state=self.neck(self.stages(self.patch_embed(pixels)).permute(0, 2, 3, 1)))


def shape_of(state):
    """Widths, depths, heads and windows by stage, the first kernel's edge, and the frame, from the shapes of a checkpoint with the original names."""
    depths = tuple(1 + max(int(it.split('.')[4]) for it in state if it.startswith(f'image_encoder.layers.{stage}.blocks.')) for stage in range(4))
    biases = [state[f'image_encoder.layers.{stage}.blocks.0.attn.attention_biases'].shape for stage in (1, 2, 3)]
    kernel = state[FIRST].shape[-1]
    return dict(widths=(state['image_encoder.patch_embed.seq.2.c.weight'].shape[0], *(state[f'image_encoder.layers.{stage}.downsample.conv3.c.weight'].shape[0] for stage in range(3))),
                # The first stage has no attention; timm asks for a number all the same.
                depths=depths, heads=(1, *(it[0] for it in biases)), windows=(1, *(round(it[1] ** 0.5) for it in biases)), kernel=kernel, frame=1024 if kernel == 3 else 256)


def build(shape, decoder):
    """A SamModel round this encoder; `decoder` holds the widths that the rest has: channels, mask_channels, mlp, iou_hidden, norm_eps."""
    edge, channels = shape['frame'], decoder['channels']
    patch = 16 if shape['kernel'] == 3 else 4
    sam = SamModel._from_config(SamConfig(
        vision_config=dict(hidden_size=shape['widths'][-1], output_channels=channels, num_hidden_layers=0, image_size=edge, patch_size=patch, num_pos_feats=channels // 2),
        prompt_encoder_config=dict(hidden_size=channels, image_size=edge, patch_size=patch, mask_input_channels=decoder['mask_channels']),
        mask_decoder_config=dict(hidden_size=channels, mlp_dim=decoder['mlp'], iou_head_hidden_dim=decoder['iou_hidden'], num_attention_heads=decoder.get('heads', 8), layer_norm_eps=decoder['norm_eps'])), attn_implementation='eager')
    sam.vision_encoder = Encoder(shape, sam.config.vision_config)
    return sam


def kept(state):
    """The parameters without the classifier's and without what is reckoned anew."""
    return {name: value for name, value in state.items() if not UNUSED.search(name) and not RECKONED.search(name)}
