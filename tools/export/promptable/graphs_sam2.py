"""The graphs that SAM 2 is cut into, round the transformers package's Sam2Model, with samexporter's names."""
import torch
import torch.nn.functional as F
from torch import nn

LEVELS = ['high_res_feats_0', 'high_res_feats_1', 'image_embed']
EDGE = 1024


class Encoder(nn.Module):
    """Pixels [1, 3, 1024, 1024] to the three levels that the decoder takes: 256², 128² and 64²."""

    def __init__(self, sam):
        super().__init__()
        self.sam = sam
        backbone = sam.vision_encoder.backbone
        # Reckoned once: traced, its tiling becomes a branch whose two ranks onnxruntime-web 1.30 refuses to load.
        edge = EDGE // backbone.config.patch_stride[0]
        with torch.no_grad():
            backbone.register_buffer('position', backbone._get_pos_embed((edge, edge)), persistent=False)
        backbone._get_pos_embed = lambda _: backbone.position

    def forward(self, image):
        return tuple(self.sam.get_image_embeddings(image))


class Decoder(nn.Module):
    """Clicks (1, 0) and corners (2, 3) in the frame, the point that stands for none appended here; three answers of 256²."""

    def __init__(self, sam):
        super().__init__()
        self.prompts, self.masks = sam.prompt_encoder, sam.mask_decoder
        self.register_buffer('position', sam.get_image_wide_positional_embeddings())

    def forward(self, high_res_feats_0, high_res_feats_1, image_embed, point_coords, point_labels, mask_input, has_mask_input):
        coords, labels = F.pad(point_coords + 0.5, (0, 0, 0, 1)), F.pad(point_labels, (0, 1), value=-1.0)[..., None]
        where = self.prompts.shared_embedding(coords[:, None], (EDGE, EDGE))[:, 0]
        sparse = where * (labels != -1) + self.prompts.not_a_point_embed.weight * (labels == -1)
        for kind, embedding in enumerate(self.prompts.point_embed.weight):
            sparse = sparse + embedding * (labels == kind)
        has = has_mask_input.reshape(-1, 1, 1, 1)
        dense = has * self.prompts.mask_embed(mask_input) + (1 - has) * self.prompts.no_mask_embed.weight.reshape(1, -1, 1, 1)
        masks, scores = self.masks(image_embeddings=image_embed, image_positional_embeddings=self.position, sparse_prompt_embeddings=sparse[:, None], dense_prompt_embeddings=dense,
                                   multimask_output=True, high_resolution_features=[high_res_feats_0, high_res_feats_1])[:2]
        return masks[:, 0], scores[:, 0]
