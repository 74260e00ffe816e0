"""
python tools/export/test_checkpoint_sam2.py
SAM 2.1 checkpoints with Meta's names, drawn at random by the sam2 package (1.1.0), answer the same after they were
renamed, through the decoder that is exported: the tiny model in full, of the other sizes the embedding's three levels.
Needs sam2 with hydra-core and iopath beside what sam2.py needs.
"""
import pathlib
import sys
import tempfile
import unittest

# The script beside this file has the package's name.
sys.path.append(sys.path.pop(0))

import torch
from sam2.build_sam import build_sam2

from promptable import checkpoint_sam2, random_weights
from promptable.graphs_sam2 import EDGE, Decoder


def original_of(size):
    torch.manual_seed(7)
    original = build_sam2(f'configs/sam2.1/sam2.1_hiera_{size}.yaml', None, device='cpu')
    random_weights.draw(original, original.image_encoder, EDGE, 0.02)
    return original.eval()


def renamed(original):
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / 'sam2.pt'
        torch.save(dict(model=original.state_dict()), file)
        return checkpoint_sam2.load(file)[0].eval()


def levels_of(original, pixels):
    """The three levels, finest first, with what stands for no memory added to the coarsest, as the package's image predictor has them."""
    _, features, _, sizes = original._prepare_backbone_features(original.forward_image(pixels))
    features[-1] = features[-1] + original.no_mem_embed
    return [it.permute(1, 2, 0).reshape(1, -1, *size) for it, size in zip(features, sizes)]


class Sam2Checkpoint(unittest.TestCase):
    def near(self, name, got, wanted):
        found = float((got - wanted).abs().max() / wanted.abs().max())
        print(f'{name}, relative: {found:.2g}')
        self.assertLess(found, 1e-4)

    @torch.no_grad()
    def test_tiny(self):
        original = original_of('t')
        sam = renamed(original)
        pixels = torch.randn(1, 3, EDGE, EDGE)
        levels = levels_of(original, pixels)
        for at, (got, wanted) in enumerate(zip(sam.get_image_embeddings(pixels), levels)):
            self.near(f'tiny: level {at}', got, wanted)
        decoder, mask = Decoder(sam), torch.randn(1, 1, 256, 256)
        for name, points, labels, before in [('clicks', [[300.0, 500.0], [700.0, 200.0]], [1, 0], None), ('box', [[200.0, 100.0], [800.0, 650.0]], [2, 3], None),
                                             ('both, again', [[300.0, 500.0], [200.0, 100.0], [800.0, 650.0]], [1, 2, 3], mask)]:
            coords, kinds = torch.tensor([points]), torch.tensor([labels])
            sparse, dense = original.sam_prompt_encoder(points=(coords, kinds), boxes=None, masks=before)
            low, scores = original.sam_mask_decoder(image_embeddings=levels[-1], image_pe=original.sam_prompt_encoder.get_dense_pe(), sparse_prompt_embeddings=sparse, dense_prompt_embeddings=dense,
                                                    multimask_output=True, repeat_image=False, high_res_features=levels[:2])[:2]
            answer = decoder(*levels, coords, kinds.float(), torch.zeros(1, 1, 256, 256) if before is None else before, torch.tensor([0.0 if before is None else 1.0]))
            self.near(f'tiny: logits of {name}', answer[0], low)
            self.near(f'tiny: scores of {name}', answer[1], scores)

    @torch.no_grad()
    def test_other_sizes(self):
        for size in ('s', 'b+', 'l'):
            original = original_of(size)
            pixels = torch.randn(1, 3, EDGE, EDGE)
            for at, (got, wanted) in enumerate(zip(renamed(original).get_image_embeddings(pixels), levels_of(original, pixels))):
                self.near(f'{size}: level {at}', got, wanted)

    def test_parameters_without_a_place_and_places_without_a_parameter_are_named(self):
        state = original_of('t').state_dict()
        with self.assertRaisesRegex(RuntimeError, 'mask_decoder.conv_s9.bias'):
            checkpoint_sam2.model_of({**state, 'sam_mask_decoder.conv_s9.bias': torch.zeros(1)})
        del state['sam_mask_decoder.conv_s0.bias']
        with self.assertRaisesRegex(RuntimeError, 'mask_decoder.conv_s0.bias'):
            checkpoint_sam2.model_of(state)


if __name__ == '__main__':
    unittest.main()
