"""The graphs that a promptable model is cut into, round the transformers package's SamModel."""
import torch
from torch import nn


class Encoder(nn.Module):
    """pixels [1, 3, S, S], as the manifest prepares them, to image_embeddings."""

    def __init__(self, sam, with_positions):
        super().__init__()
        self.sam, self.with_positions = sam, with_positions

    def forward(self, pixels):
        embedding = self.sam.get_image_embeddings(pixels)
        if not self.with_positions:
            return embedding
        return embedding, self.sam.get_image_wide_positional_embeddings().repeat(pixels.shape[0], 1, 1, 1)


class MetaDecoder(nn.Module):
    """
    The decoder with the names and meanings of Meta's export: labels 1 and 0 are clicks, 2 and 3 the corners of a box,
    -1 stands for no point. It gives the answers at low resolution only; what remains (enlarging, cropping) is done by
    whoever asks, on the grid that is wanted.
    """

    def __init__(self, sam):
        super().__init__()
        self.prompts, self.masks, self.size = sam.prompt_encoder, sam.mask_decoder, sam.config.vision_config.image_size
        self.register_buffer('position', sam.get_image_wide_positional_embeddings())

    def forward(self, image_embeddings, point_coords, point_labels, mask_input, has_mask_input):
        labels = point_labels[..., None]
        where = self.prompts.shared_embedding((point_coords + 0.5) / self.size)
        sparse = where * (labels != -1) + self.prompts.not_a_point_embed.weight * (labels == -1)
        for kind, embedding in enumerate(self.prompts.point_embed):
            sparse = sparse + embedding.weight * (labels == kind)
        has = has_mask_input.reshape(1, 1, 1, 1)
        dense = has * self.prompts.mask_embed(mask_input) + (1 - has) * self.prompts.no_mask_embed.weight.reshape(1, -1, 1, 1)
        answers = [self.masks(image_embeddings=image_embeddings, image_positional_embeddings=self.position, sparse_prompt_embeddings=sparse[:, None],
                              dense_prompt_embeddings=dense, multimask_output=several)[:2] for several in (False, True)]
        return torch.cat([iou[:, 0] for _, iou in answers], 1), torch.cat([mask[:, 0] for mask, _ in answers], 1)


class TransformersDecoder(nn.Module):
    """The decoder as transformers.js knows it: clicks only, three answers."""

    def __init__(self, sam):
        super().__init__()
        self.prompts, self.masks = sam.prompt_encoder, sam.mask_decoder

    def forward(self, image_embeddings, image_positional_embeddings, input_points, input_labels):
        sparse, dense = self.prompts(input_points=input_points, input_labels=input_labels, input_boxes=None, input_masks=None)
        masks, iou = self.masks(image_embeddings=image_embeddings, image_positional_embeddings=image_positional_embeddings,
                                sparse_prompt_embeddings=sparse, dense_prompt_embeddings=dense, multimask_output=True)[:2]
        return iou, masks


class Half(nn.Module):
    """A network in half precision between inputs and outputs in single."""

    def __init__(self, network):
        super().__init__()
        self.network = network.half()

    def forward(self, *given):
        answers = self.network(*(it.half() if it.is_floating_point() else it for it in given))
        return tuple(it.float() for it in answers) if isinstance(answers, tuple) else answers.float()


def fold_normalisation(sam, mean, std):
    """Moves (x − mean) / std of a 0-to-1 image into the first convolution, so that the network takes the image as MedSAM does."""
    patches = sam.vision_encoder.patch_embed.projection
    mean, std = torch.tensor(mean), torch.tensor(std)
    with torch.no_grad():
        patches.bias -= (patches.weight * (mean / std)[None, :, None, None]).sum((1, 2, 3))
        patches.weight /= std[None, :, None, None]
