"""
A SAM 2 or 2.1 checkpoint as Meta published it (sam2_hiera_*.pt, sam2.1_hiera_*.pt) as a Sam2Model of the transformers
package. Which blocks see the whole picture and how large the others' windows are is not in a file's shapes, so width and
depth tell which of the four published sizes it is. The memory of films is left out; any other parameter that has no
place, or a place without a parameter, stops the export.
"""
import re

import torch
from transformers import Sam2Config, Sam2Model

from .checkpoint import DECODER_NAMES, filled, read, renamed

# By first width and blocks: blocks per stage, heads of the first stage, blocks over the whole picture, windows.
SIZES = {
    (96, 12): ('tiny', [1, 2, 7, 2], 1, [5, 7, 9], [8, 4, 14, 7]),
    (96, 16): ('small', [1, 2, 11, 2], 1, [7, 10, 13], [8, 4, 14, 7]),
    (112, 24): ('base plus', [2, 3, 16, 3], 2, [12, 16, 20], [8, 4, 14, 7]),
    (144, 48): ('large', [2, 6, 36, 4], 2, [23, 33, 43], [8, 4, 16, 8]),
}
FILM = re.compile(r'^(memory_attention|memory_encoder|mask_downsample|obj_ptr_proj|obj_ptr_tpos_proj)\.|^(maskmem_tpos_enc|no_mem_pos_enc|no_obj_ptr|no_obj_embed_spatial)$')
NAMES = [
    (r'^no_mem_embed$', 'no_memory_embedding'), (r'^image_encoder\.trunk\.', 'vision_encoder.backbone.'), (r'^image_encoder\.neck\.(convs\.\d+)\.conv\.', r'vision_encoder.neck.\1.'),
    (r'patch_embed\.proj\.', 'patch_embed.projection.'), (r'^sam_(prompt_encoder|mask_decoder)\.', r'\1.'), (r'\.mlp\.layers\.0\.', '.mlp.proj_in.'), (r'\.mlp\.layers\.1\.', '.mlp.proj_out.'),
    (r'\.out_proj\.', '.o_proj.'), *DECODER_NAMES,
]
POINT = re.compile(r'^prompt_encoder\.point_embed\.(\d)\.weight$')


def config_of(state):
    """The Sam2Config of the published size that a state dict with Meta's names has; SystemExit where it is none of them."""
    width = state['image_encoder.trunk.patch_embed.proj.weight'].shape[0]
    depth = 1 + max(int(it.split('.')[3]) for it in state if it.startswith('image_encoder.trunk.blocks.'))
    if (width, depth) not in SIZES:
        raise SystemExit(f'SAM 2 of width {width} with {depth} blocks is none of the published sizes: {", ".join(f"{name} ({w}, {d})" for (w, d), (name, *_) in SIZES.items())}')
    _, blocks, heads, whole, windows = SIZES[width, depth]
    widths = [width * 2 ** stage for stage in range(4)]
    return Sam2Config(vision_config=dict(
        backbone_channel_list=widths[::-1],
        backbone_config=dict(model_type='sam2_hiera_det_model', hidden_size=width, num_attention_heads=heads, blocks_per_stage=blocks, embed_dim_per_stage=widths, num_attention_heads_per_stage=[heads * 2 ** stage for stage in range(4)],
                             window_size_per_stage=windows, global_attention_blocks=whole,
                             window_positional_embedding_background_size=list(state['image_encoder.trunk.pos_embed'].shape[2:]))))


def model_of(state):
    """A state dict with Meta's names to a Sam2Model; raises RuntimeError naming each parameter that is missing or too many."""
    sam = Sam2Model._from_config(config_of(state), attn_implementation='eager')
    mapped = {renamed(name, NAMES): value for name, value in state.items() if not FILM.search(name)}
    points = sorted(name for name in mapped if POINT.match(name))
    mapped['prompt_encoder.point_embed.weight'] = torch.cat([mapped.pop(name) for name in points])
    return filled(sam, mapped)


def load(path):
    """A .pt file to its Sam2Model and its SHA-256."""
    state, digest = read(path)
    if 'image_encoder.trunk.patch_embed.proj.weight' not in state:
        raise SystemExit(f'{path} is no SAM 2 checkpoint: image_encoder.trunk.patch_embed.proj.weight was expected, it begins with {", ".join(list(state)[:3])}')
    return model_of(state), digest
