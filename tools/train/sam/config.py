"""iso-sam: SAM's own architecture, small, at 256 pixels."""
from transformers import SamConfig

SIZE, PATCH, WIDTH = 256, 16, 96
GRID = SIZE // PATCH
LOW = 4 * GRID


def config():
    depth = 6
    return SamConfig(
        vision_config=dict(hidden_size=192, output_channels=WIDTH, num_hidden_layers=depth, num_attention_heads=4, image_size=SIZE, patch_size=PATCH, mlp_dim=576, window_size=GRID,
                           global_attn_indexes=list(range(depth)), num_pos_feats=WIDTH // 2, use_rel_pos=True),
        prompt_encoder_config=dict(hidden_size=WIDTH, image_size=SIZE, patch_size=PATCH, mask_input_channels=16, num_point_embeddings=4),
        mask_decoder_config=dict(hidden_size=WIDTH, mlp_dim=384, num_hidden_layers=2, num_attention_heads=4, attention_downsample_rate=2, num_multimask_outputs=3, iou_head_depth=3, iou_head_hidden_dim=WIDTH))
