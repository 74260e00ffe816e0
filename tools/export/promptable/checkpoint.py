"""
A SAM checkpoint as it was published (sam_vit_b/l/h, medsam_vit_b, mobile_sam, lite_medsam) as a SamModel of the
transformers package. The architecture is read from the shapes, so any width and depth is taken; a parameter that has no
place, or a place without a parameter, stops the export.
"""
import hashlib
import re

import torch
from transformers import SamConfig, SamModel

from . import tiny_vit

# Of the original decoder's layers; the transformers package takes 1e-6, which moves trained logits by 2e-4.
NORM_EPS = 1e-5
# In order: a later rule sees what the earlier ones wrote.
DECODER_NAMES = [
    (r'\.norm_final_attn\.', '.layer_norm_final_attn.'), (r'\.norm(\d)\.', r'.layer_norm\1.'),
    (r'^prompt_encoder\.pe_layer\.positional_encoding_gaussian_matrix$', 'shared_image_embedding.positional_embedding'), (r'point_embeddings\.', 'point_embed.'),
    (r'mask_downscaling\.0\.', 'mask_embed.conv1.'), (r'mask_downscaling\.1\.', 'mask_embed.layer_norm1.'), (r'mask_downscaling\.3\.', 'mask_embed.conv2.'),
    (r'mask_downscaling\.4\.', 'mask_embed.layer_norm2.'), (r'mask_downscaling\.6\.', 'mask_embed.conv3.'),
    (r'output_upscaling\.0\.', 'upscale_conv1.'), (r'output_upscaling\.1\.', 'upscale_layer_norm.'), (r'output_upscaling\.3\.', 'upscale_conv2.'),
    (r'(output_hypernetworks_mlps\.\d+|\w+_head)\.layers\.0\.', r'\1.proj_in.'), (r'(output_hypernetworks_mlps\.\d+|\w+_head)\.layers\.2\.', r'\1.proj_out.'),
    (r'(output_hypernetworks_mlps\.\d+|\w+_head)\.layers\.1\.', r'\1.layers.0.'),
]
NAMES = [
    *tiny_vit.NAMES, (r'^image_encoder\.', 'vision_encoder.'), (r'patch_embed\.proj\.', 'patch_embed.projection.'), (r'^vision_encoder\.blocks\.', 'vision_encoder.layers.'),
    (r'neck\.0\.', 'neck.conv1.'), (r'neck\.1\.', 'neck.layer_norm1.'), (r'neck\.2\.', 'neck.conv2.'), (r'neck\.3\.', 'neck.layer_norm2.'), *DECODER_NAMES,
]


def renamed(name, rules=NAMES):
    for pattern, to in rules:
        name = re.sub(pattern, to, name)
    return name


def decoder_of(state):
    """Widths of everything behind the encoder, the same names in every checkpoint."""
    return dict(channels=state['image_encoder.neck.0.weight'].shape[0], mask_channels=state['prompt_encoder.mask_downscaling.3.weight'].shape[0],
                mlp=state['mask_decoder.transformer.layers.0.mlp.lin1.weight'].shape[0], iou_hidden=state['mask_decoder.iou_prediction_head.layers.0.weight'].shape[0], norm_eps=NORM_EPS)


def config_of(state):
    """The SamConfig whose parameters have the shapes of a state dict with Meta's names."""
    width, _, patch, _ = state['image_encoder.patch_embed.proj.weight'].shape
    decoder = decoder_of(state)
    channels = decoder['channels']
    grid = state['image_encoder.pos_embed'].shape[1]
    depth = 1 + max(int(it.split('.')[2]) for it in state if it.startswith('image_encoder.blocks.'))
    relative = [state[f'image_encoder.blocks.{it}.attn.rel_pos_h'].shape for it in range(depth)]
    # A block over the whole picture has 2·grid − 1 relative rows, one over windows 2·window − 1.
    whole = [it for it in range(depth) if relative[it][0] == 2 * grid - 1]
    window = next(((rows + 1) // 2 for rows, _ in relative if rows != 2 * grid - 1), 0)
    edge = grid * patch
    return SamConfig(
        vision_config=dict(hidden_size=width, output_channels=channels, num_hidden_layers=depth, num_attention_heads=width // relative[0][1], image_size=edge, patch_size=patch,
                           mlp_dim=state['image_encoder.blocks.0.mlp.lin1.weight'].shape[0], window_size=window, global_attn_indexes=whole, num_pos_feats=channels // 2),
        prompt_encoder_config=dict(hidden_size=channels, image_size=edge, patch_size=patch, mask_input_channels=decoder['mask_channels']),
        mask_decoder_config=dict(hidden_size=channels, mlp_dim=decoder['mlp'], iou_head_hidden_dim=decoder['iou_hidden'], layer_norm_eps=NORM_EPS))


def model_of(state):
    """A state dict with the original names to a SamModel; raises RuntimeError naming each parameter that is missing or too many."""
    if tiny_vit.FIRST in state:
        state = tiny_vit.kept(state)
        sam = tiny_vit.build(tiny_vit.shape_of(state), decoder_of(state))
    else:
        sam = SamModel._from_config(config_of(state), attn_implementation='eager')
    mapped = {renamed(name): value for name, value in state.items()}
    return filled(sam, mapped)


def filled(sam, mapped):
    """The model with these parameters, strictly. The package holds the positions of clicks and of the picture in two places; Meta's code holds the one matrix."""
    mapped['prompt_encoder.shared_embedding.positional_embedding'] = mapped['shared_image_embedding.positional_embedding']
    sam.load_state_dict(mapped, strict=True)
    return sam


def read(path):
    """The parameters of a checkpoint by name, and its SHA-256. Only tensors are unpickled."""
    state = torch.load(path, map_location='cpu', weights_only=True)
    with open(path, 'rb') as file:
        return state.get('model', state), hashlib.file_digest(file, 'sha256').hexdigest()


def load(path):
    """A .pth file to its SamModel and its SHA-256."""
    state, digest = read(path)
    if tiny_vit.FIRST not in state and not {'image_encoder.patch_embed.proj.weight', 'image_encoder.pos_embed'} <= set(state):
        raise SystemExit(f'{path} is no SAM checkpoint: image_encoder.patch_embed.proj.weight and image_encoder.pos_embed (a ViT) or {tiny_vit.FIRST} (a TinyViT) '
                         f'were expected, it begins with {", ".join(list(state)[:3])}')
    return model_of(state), digest
