"""Models of the original architectures without checkpoints, for tests: every parameter drawn, none left the zero it starts as."""
import torch
from transformers import SamConfig, SamModel

from . import tiny_vit

SIZES = ['tiny', 'small', 'vit-b', 'vit-l', 'vit-h', 'tiny-vit', 'tiny-vit-256', 'tiny-vit-little']
# MobileSAM's and LiteMedSAM's own widths, and a little one of LiteMedSAM's kind.
TINY_VIT = dict(widths=(64, 128, 160, 320), depths=(2, 2, 6, 2), heads=(1, 4, 5, 10), windows=(1, 7, 14, 7))
LITTLE = dict(widths=(8, 16, 16, 16), depths=(1, 1, 1, 1), heads=(1, 2, 2, 2), windows=(1, 7, 5, 7), kernel=1, frame=128)
LARGE = {
    'vit-b': {}, 'vit-l': dict(hidden_size=1024, num_hidden_layers=24, num_attention_heads=16, mlp_dim=4096, global_attn_indexes=[5, 11, 17, 23]),
    'vit-h': dict(hidden_size=1280, num_hidden_layers=32, num_attention_heads=16, mlp_dim=5120, global_attn_indexes=[7, 15, 23, 31]),
}
SAM_DECODER = dict(channels=256, mask_channels=16, mlp=2048, iou_hidden=256, norm_eps=1e-5)


def draw(network, encoder, edge, spread=0.05):
    """
    Adds noise to every parameter. Batch norms take their means and variances from one random picture, as they would from
    training: with others, constants drown the picture and an answer no longer depends on it.
    """
    norms = [it for it in network.modules() if isinstance(it, torch.nn.BatchNorm2d)]
    with torch.no_grad():
        for parameter in network.parameters():
            parameter += spread * torch.randn_like(parameter)
        for norm in norms:
            # timm starts some scales at 0, with which a block would say nothing.
            norm.weight.uniform_(0.5, 1.5)
            norm.momentum = 1
        if norms:
            encoder.train()
            encoder(torch.rand(1, 3, edge, edge))
            encoder.eval()


def vit(size):
    if size in LARGE:
        return SamConfig(vision_config=LARGE[size])
    edge, patch = dict(tiny=(128, 8), small=(1024, 16))[size]
    width = 16 if size == 'tiny' else 64
    return SamConfig(
        vision_config=dict(hidden_size=32, output_channels=width, num_hidden_layers=2, num_attention_heads=2, image_size=edge, patch_size=patch, mlp_dim=64, window_size=6,
                           global_attn_indexes=[1], num_pos_feats=width // 2, use_rel_pos=True),
        prompt_encoder_config=dict(hidden_size=width, image_size=edge, patch_size=patch, mask_input_channels=8, num_point_embeddings=4),
        mask_decoder_config=dict(hidden_size=width, mlp_dim=64, num_hidden_layers=2, num_attention_heads=2, attention_downsample_rate=2, num_multimask_outputs=3, iou_head_depth=2, iou_head_hidden_dim=32))


def random_sam(size, seed):
    torch.manual_seed(seed)
    if size == 'tiny-vit-little':
        sam = tiny_vit.build(LITTLE, dict(channels=16, mask_channels=8, mlp=64, iou_hidden=32, norm_eps=1e-5, heads=2))
    elif size.startswith('tiny-vit'):
        sam = tiny_vit.build(dict(TINY_VIT, **(dict(kernel=1, frame=256) if size.endswith('256') else dict(kernel=3, frame=1024))), SAM_DECODER)
    else:
        sam = SamModel._from_config(vit(size), attn_implementation='eager')
    draw(sam, sam.vision_encoder, sam.config.vision_config.image_size)
    return sam
