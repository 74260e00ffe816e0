"""
python tools/export/test_checkpoint.py
A checkpoint with Meta's names, drawn at random by the segment-anything package, answers the same after it was renamed.
Needs segment-anything 1.0 and torchvision beside what sam.py needs; --vit-b takes the full size (4 GB, minutes).
"""
import pathlib
import sys
import tempfile
import unittest

import torch
from segment_anything.build_sam import _build_sam

from promptable import checkpoint

FULL = '--vit-b' in sys.argv and not sys.argv.remove('--vit-b')
SHAPE = dict(encoder_embed_dim=768, encoder_depth=12, encoder_num_heads=12, encoder_global_attn_indexes=[2, 5, 8, 11]) if FULL else dict(
    encoder_embed_dim=32, encoder_depth=3, encoder_num_heads=2, encoder_global_attn_indexes=[1])


def relative(got, wanted):
    return float((got - wanted).abs().max() / wanted.abs().max())


class Checkpoint(unittest.TestCase):
    @classmethod
    @torch.no_grad()
    def setUpClass(cls):
        torch.manual_seed(7)
        cls.original = _build_sam(**SHAPE).eval()
        for parameter in cls.original.parameters():
            parameter += 0.05 * torch.randn_like(parameter)

    @torch.no_grad()
    def test_same_answers(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / 'sam.pth'
            torch.save(self.original.state_dict(), file)
            sam = checkpoint.load(file)[0].eval()
        pixels = torch.randn(1, 3, 1024, 1024)
        embedding = self.original.image_encoder(pixels)
        found = relative(sam.get_image_embeddings(pixels), embedding)
        print(f'embedding, relative: {found:.2g}')
        self.assertLess(found, 1e-4)
        points, labels = torch.tensor([[[300.0, 500.0], [700.0, 200.0]]]), torch.tensor([[1, 0]])
        box, mask = torch.tensor([[200.0, 100.0, 800.0, 650.0]]), torch.randn(1, 1, 256, 256)
        for name, clicks, boxed, before in [('clicks', True, None, None), ('box', False, box, None), ('both, again', True, box, mask)]:
            sparse, dense = self.original.prompt_encoder(points=(points, labels) if clicks else None, boxes=boxed, masks=before)
            low, score = self.original.mask_decoder(image_embeddings=embedding, image_pe=self.original.prompt_encoder.get_dense_pe(), sparse_prompt_embeddings=sparse,
                                                    dense_prompt_embeddings=dense, multimask_output=True)
            answer = sam(image_embeddings=embedding, input_points=points[None] if clicks else None, input_labels=labels[None] if clicks else None,
                         input_boxes=None if boxed is None else boxed[None], input_masks=before, multimask_output=True)
            found = max(relative(answer.pred_masks[0], low), relative(answer.iou_scores[0], score))
            print(f'logits and scores of {name}, relative: {found:.2g}')
            self.assertLess(found, 1e-4)

    def test_a_missing_parameter_is_named(self):
        state = self.original.state_dict()
        del state['mask_decoder.iou_token.weight']
        with self.assertRaisesRegex(RuntimeError, 'mask_decoder.iou_token.weight'):
            checkpoint.model_of(state)


if __name__ == '__main__':
    unittest.main()
