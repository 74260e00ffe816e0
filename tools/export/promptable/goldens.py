"""Golden tensors of one export: what the unexported model says of one slice, its clicks and its box."""
import json

import numpy as np
import torch

from . import reference

CLICKS = [dict(u=30, v=30, label=1), dict(u=60, v=20, label=0)]
BOX = dict(uMin=17, vMin=13, uMax=43, vMax=47)
WINDOW = dict(low=-160, high=240)


# Conventions with Meta's decoder whole: clicks, boxes and the answer before.
META = ('meta', 'sam-med2d')


def write(sam, folder, convention, size, first_for_box, is_noise):
    """Writes golden/ and gives what parity.of_two_graphs asks the exported graphs."""
    golden = folder / 'golden'
    golden.mkdir(exist_ok=True)
    image = reference.ct_slice()
    height, width = image.shape
    picture = reference.bytes_of(image, **WINDOW)
    prepare, place, cut = reference.STEPS[convention]
    boxes_only = convention in ('medsam', 'lite-medsam')
    pixels = prepare(picture, size)
    placed = lambda points: torch.from_numpy(place(np.array(points, np.float32), height, width, size))
    asks = dict(box=([], True)) if boxes_only else dict(click=(CLICKS[:1], False), clicks=(CLICKS, False))
    if convention in META:
        asks.update(box=([], True), both=(CLICKS[1:], True))
        asks['again'] = (CLICKS, False)
    runs, lows, questions = [], {}, []
    with torch.no_grad():
        embedding = sam.get_image_embeddings(pixels)
        for name, (clicks, boxed) in asks.items():
            # Meta's rule for one answer: the first where there are three prompts' tokens or more, else the best of the others; SAM-Med2D was trained with these alone.
            single = boxes_only or (first_for_box and boxed) or (convention == 'meta' and len(clicks) + 2 * boxed + (not boxed) >= 3)
            points, labels = placed([(c['u'], c['v']) for c in clicks]) if clicks else torch.zeros(0, 2), [c['label'] for c in clicks]
            corners = placed([(BOX['uMin'], BOX['vMin']), (BOX['uMax'], BOX['vMax'])])
            previous = lows['box'] if name == 'again' else None
            answer = sam(image_embeddings=embedding, multimask_output=not single,
                         input_points=points[None, None] if clicks else None, input_labels=torch.tensor([[labels]]) if clicks else None,
                         input_boxes=corners.reshape(1, 1, 4) if boxed else None, input_masks=None if previous is None else previous[None, None])
            best = 0 if single else int(answer.iou_scores[0, 0].argmax())
            low = lows[name] = answer.pred_masks[0, 0, best]
            # A random network's mask is noise: half the pixels are on when it is cut at its own median.
            on_slice = cut(low, height, width, size)
            median = float(on_slice.median()) if is_noise else None
            # Meta's decoder gives the single answer before the others, and its caller adds the point that stands for no box.
            filling, filler = (corners.tolist(), [2, 3]) if boxed else ([], []) if convention == 'transformers' else ([[0, 0]], [-1])
            questions.append(dict(name=name, points=points.tolist() + filling, labels=labels + filler, previous=previous, at=best if convention == 'transformers' or single else best + 1,
                                  low=low, cut=lambda it: cut(it, height, width, size), median=median))
            save(golden / f'{name}.f32', low)
            save(golden / f'{name}-slice.f32', on_slice)
            runs.append(dict(name=name, clicks=clicks, box=BOX if boxed else None, previous='box' if name == 'again' else None, score=float(answer.iou_scores[0, 0, best]), medianOnSlice=median))
    save(golden / 'slice.f32', torch.from_numpy(image))
    save(golden / 'pixels.f32', pixels)
    save(golden / 'embedding.f32', embedding)
    said = dict(slice=dict(width=width, height=height), window=WINDOW, runs=runs, versions={it.__name__: it.__version__ for it in map(__import__, ('torch', 'transformers', 'PIL', 'skimage', 'cv2', 'numpy'))})
    (golden / 'golden.json').write_text(json.dumps(said, indent=1) + '\n')
    return pixels, ('image_embeddings', embedding), questions


def save(path, tensor):
    path.write_bytes(np.ascontiguousarray(tensor.numpy(), '<f4').tobytes())
