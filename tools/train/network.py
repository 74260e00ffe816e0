"""The two graphs of iso-prompt: an image encoder that runs once per slice and a decoder that runs per prompt.

encoder: image [N, 1, 256, 256], windowed to 0..1 and letterboxed -> features [N, 16, 64, 64]
decoder: prompt [N, 13, 96, 96] (channels.py) and context [N, 16, 24, 24] (the features under the region of
interest) -> logits [N, 1, 96, 96] and score [N, 1], the decoder's estimate of its own IoU.
"""

import torch
from torch import nn
from torch.nn import functional as F

CANVAS = 256
FEATURES = 16
FEATURE_SIZE = 64
ROI = 96
CHANNELS = 13
CONTEXT_SIZE = 24


class Conv(nn.Sequential):
    """3x3 convolution, batch norm (folded at export), ReLU."""

    def __init__(self, inputs, outputs, stride=1):
        super().__init__(
            nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True)
        )


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.at128 = Conv(1, 12, 2)
        self.at64 = Conv(12, 24, 2)
        self.at32 = nn.Sequential(Conv(24, 32, 2), Conv(32, 32))
        self.at16 = nn.Sequential(Conv(32, 64, 2), Conv(64, 64))
        self.up32 = Conv(64 + 32, 32)
        self.up64 = Conv(32 + 24, 24)
        self.out = nn.Conv2d(24, FEATURES, 1)

    def forward(self, image):
        a = self.at64(self.at128(image))
        b = self.at32(a)
        c = self.at16(b)
        b = self.up32(torch.cat([F.interpolate(c, scale_factor=2.0, mode="nearest"), b], 1))
        a = self.up64(torch.cat([F.interpolate(b, scale_factor=2.0, mode="nearest"), a], 1))
        return self.out(a)


WIDTHS = (16, 32, 64, 96, 160)


class Decoder(nn.Module):
    """A U-Net that sees the prompt channels again at every scale and the context at 24 x 24."""

    def __init__(self):
        super().__init__()
        self.down = nn.ModuleList()
        before = 0
        for level, width in enumerate(WIDTHS):
            extra = CHANNELS + (FEATURES if level == 2 else 0)
            self.down.append(nn.Sequential(Conv(before + extra, width), Conv(width, width)))
            before = width
        self.narrow = nn.ModuleList(nn.Conv2d(WIDTHS[i + 1], WIDTHS[i], 1) for i in range(4))
        self.up = nn.ModuleList(
            nn.Sequential(Conv(2 * WIDTHS[i], WIDTHS[i]), Conv(WIDTHS[i], WIDTHS[i])) for i in range(4)
        )
        self.out = nn.Conv2d(WIDTHS[0], 1, 1)
        self.score = nn.Linear(WIDTHS[-1], 1)

    def forward(self, prompt, context):
        skips, x, view = [], None, prompt
        for level, block in enumerate(self.down):
            if level > 0:
                view = F.avg_pool2d(view, 2)
                x = F.max_pool2d(x, 2)
            parts = [view] if x is None else [x, view]
            if level == 2:
                parts.append(context)
            x = block(torch.cat(parts, 1) if len(parts) > 1 else view)
            skips.append(x)
        score = torch.sigmoid(self.score(x.mean(dim=(2, 3))))
        for i in (3, 2, 1, 0):
            x = F.interpolate(self.narrow[i](x), scale_factor=2.0, mode="nearest")
            x = self.up[i](torch.cat([x, skips[i]], 1))
        return self.out(x), score


class IsoPrompt(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = Encoder()
        self.decoder = Decoder()
