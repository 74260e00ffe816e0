"""Procedural slices: organ-like shapes in a body with fat, muscle and dark surroundings, or label maps of noise.

Nothing here comes from a scan. slice_of(rng) -> image [n, n] float32 in 0..1 (already windowed), labels [n, n] int32
where 0 is what nobody would ask for.
"""

import numpy as np
from scipy import ndimage as ndi


def smooth_noise(rng, n, cells):
    """Standardised smooth noise with about `cells` bumps along an edge."""
    m = max(3, int(round(cells)) + 3)
    field = ndi.zoom(rng.standard_normal((m, m)), n / (m - 2.5), order=3, mode="reflect")
    field = field[:n, :n] if min(field.shape) >= n else np.pad(field, [(0, max(0, n - s)) for s in field.shape], mode="edge")[:n, :n]
    return (field - field.mean()) / (field.std() + 1e-6)


def radial(rng, x, y, radius, wobble, order=6):
    """A blob with a Fourier outline: positive inside."""
    angle = np.arctan2(y, x)
    edge = np.ones_like(angle)
    for k in range(2, order + 1):
        edge += wobble * rng.normal() / k * np.cos(k * angle + rng.uniform(0, 2 * np.pi))
    return radius * np.maximum(edge, 0.25) - np.hypot(x, y)


def turned(rng, x, y, cx, cy, aspect, angle=None):
    angle = rng.uniform(0, np.pi) if angle is None else angle
    c, s = np.cos(angle), np.sin(angle)
    a, b = (x - cx) * c + (y - cy) * s, -(x - cx) * s + (y - cy) * c
    return a / aspect, b * aspect


def organ(rng, x, y, cx, cy, radius):
    """One shape's field (positive inside) of a random kind, about `radius` large at (cx, cy)."""
    kind = rng.choice(["blob", "bean", "crescent", "disc", "wedge", "tube"], p=[0.28, 0.17, 0.19, 0.12, 0.15, 0.09])
    if kind == "disc":
        a, b = turned(rng, x, y, cx, cy, rng.uniform(0.88, 1.14))
        return radial(rng, a, b, radius * rng.uniform(0.25, 0.7), 0.04, 4)
    if kind == "bean":
        a, b = turned(rng, x, y, cx, cy, rng.uniform(1.05, 1.4))
        field = radial(rng, a, b + rng.uniform(0.2, 0.7) * a * a / radius - 0.15 * radius, radius * 0.8, 0.12, 5)
        if rng.random() < 0.5:
            notch = radial(rng, a + rng.uniform(-0.2, 0.2) * radius, b + radius * rng.uniform(0.55, 0.85), radius * rng.uniform(0.25, 0.5), 0.2, 4)
            field = np.minimum(field, -notch)
        return field
    if kind == "crescent":
        a, b = turned(rng, x, y, cx, cy, rng.uniform(0.9, 1.3))
        outer = radial(rng, a, b, radius * 1.3, 0.1, 5)
        inner = radial(rng, a + rng.normal() * 0.15 * radius, b + radius * rng.uniform(0.3, 0.9), radius * rng.uniform(1.0, 1.3), 0.12, 5)
        return np.minimum(outer, -inner)
    if kind == "wedge":
        a, b = turned(rng, x, y, cx, cy, rng.uniform(1.1, 1.6))
        field = radial(rng, a, b, radius, rng.uniform(0.15, 0.35), 7)
        for _ in range(rng.integers(1, 3)):
            turn = rng.uniform(0, 2 * np.pi)
            cut = rng.uniform(0.3, 0.8) * radius - ((x - cx) * np.cos(turn) + (y - cy) * np.sin(turn))
            field = np.minimum(field, cut)
        return field
    if kind == "tube":
        a, b = turned(rng, x, y, cx, cy, 1.0)
        bend = rng.normal() * 0.5 * a * a / radius + 0.15 * radius * np.sin(a / radius * 3 + rng.uniform(0, 6))
        return np.minimum(radius * rng.uniform(0.14, 0.35) - np.abs(b - bend), radius * 1.2 - np.abs(a))
    a, b = turned(rng, x, y, cx, cy, rng.uniform(0.75, 1.33))
    return radial(rng, a, b, radius, rng.uniform(0.05, 0.4), rng.integers(4, 9))


def tissues(rng):
    """Grey levels (0..1) of air, fat, muscle, a few organs, bone; now and then of no known contrast."""
    if rng.random() < 0.7:
        soft = rng.uniform(0.35, 0.65)
        return dict(air=rng.choice([0.0, rng.uniform(0, 0.06)]), fat=rng.uniform(0.05, 0.32), muscle=soft + rng.normal() * 0.05,
                    organs=[float(np.clip(soft + s, 0.02, 1)) for s in (rng.normal(size=4) * rng.uniform(0.04, 0.2))],
                    bone=rng.uniform(0.75, 1.1), vessel=soft + rng.uniform(-0.02, 0.45))
    levels = rng.uniform(0, 1, 8)
    return dict(air=levels[0] * 0.2, fat=levels[1], muscle=levels[2], organs=list(levels[3:7]), bone=levels[7], vessel=rng.uniform(0, 1))


def anatomy(rng, n):
    axis = (np.arange(n) + 0.5) / n * 2 - 1
    x, y = np.meshgrid(axis, axis)
    bend = rng.uniform(0, 0.06)
    x = x + bend * smooth_noise(rng, n, rng.uniform(2, 6))
    y = y + bend * smooth_noise(rng, n, rng.uniform(2, 6))
    grey = tissues(rng)
    image = np.full((n, n), grey["air"], np.float32)
    labels = np.zeros((n, n), np.int32)
    a, b = rng.uniform(0.7, 1.05), rng.uniform(0.55, 0.95)
    body = 1 - ((x / a) ** 2 + (y / b) ** 2) ** 0.5 * (1 + 0.05 * smooth_noise(rng, n, 3))
    rim = rng.uniform(0.02, 0.25)
    wall = rim + rng.uniform(0.02, 0.08)
    image[body > 0] = grey["fat"]
    image[body > rim] = grey["muscle"]
    image[body > wall] = grey["fat"] if rng.random() < 0.7 else grey["muscle"] * rng.uniform(0.7, 1)
    inside = body > wall
    if rng.random() < 0.15:
        image[(body > 0) & (body <= rim)] = grey["fat"]
    number = 1

    def paint(field, level, label=True, share=(0.0, 0.0)):
        nonlocal number
        region = (field > 0) & inside
        if region.sum() < 12:
            return region
        gap = rng.choice([0.0, rng.uniform(0, 0.03)])
        image[(field > -gap) & inside & ~region] = grey["fat"]
        image[region] = level
        texture = rng.choice([0, rng.uniform(0.005, 0.05)])
        if texture:
            image[region] += (texture * smooth_noise(rng, n, rng.uniform(6, n / 4)))[region]
        labels[region] = number if label else 0
        number += 1
        return region

    for _ in range(rng.integers(0, 3)):  # a lung or a dark hollow along the wall, with vessels
        if rng.random() < 0.5:
            side = rng.choice([-1, 1])
            field = radial(rng, x - side * a * 0.5, y - rng.normal() * 0.15, rng.uniform(0.2, 0.45), 0.15)
            if rng.random() < 0.6:
                field = np.minimum(field, -radial(rng, x - side * rng.uniform(0.1, 0.4), y - rng.normal() * 0.2, rng.uniform(0.25, 0.5), 0.15))
            region = paint(field, max(0.0, grey["air"] + rng.uniform(0, 0.12)))
            vessels = region & (smooth_noise(rng, n, n / 6) > rng.uniform(1.3, 2.5))
            image[vessels] += rng.uniform(0.1, 0.5)
    if rng.random() < 0.3:  # a lung base: a dark crescent round a dome
        side, level = rng.choice([-1, 1]), grey["air"] + rng.uniform(0, 0.35) * rng.choice([0.3, 1])
        cx, cy, size = side * a * rng.uniform(0.3, 0.5), rng.uniform(-0.2, 0.2), rng.uniform(0.25, 0.5)
        paint(radial(rng, *turned(rng, x, y, cx, cy, rng.uniform(0.75, 1.2), rng.uniform(-0.4, 0.4)), size, 0.12, 5), level)
        shift = size * rng.uniform(0.05, 0.8)
        turn = rng.uniform(0, 2 * np.pi)
        paint(radial(rng, *turned(rng, x, y, cx + shift * np.cos(turn), cy + shift * np.sin(turn), rng.uniform(0.8, 1.15), 0.0), size * rng.uniform(0.65, 1.3), 0.1, 5),
              grey["organs"][0] + rng.normal() * 0.05)
    for _ in range(rng.integers(3, 13)):
        radius = float(np.exp(rng.uniform(np.log(0.05), np.log(0.55))))
        turn, far = rng.uniform(0, 2 * np.pi), np.sqrt(rng.random()) * 0.75
        field = organ(rng, x, y, a * far * np.cos(turn), b * far * np.sin(turn), radius)
        level = grey["organs"][rng.integers(4)] + rng.normal() * rng.choice([0.005, 0.05])
        region = paint(field, level)
        if region.sum() < 60 or rng.random() < 0.45:
            continue
        inner = rng.random()
        if inner < 0.35:  # vessels that belong to the organ
            ridge = np.abs(smooth_noise(rng, n, rng.uniform(5, 14))) < rng.uniform(0.03, 0.14)
            image[region & ridge] += rng.normal() * 0.1
        elif inner < 0.65:  # cortex and marrow, both of the organ
            deep = ndi.distance_transform_edt(region)
            image[region & (deep > rng.uniform(0.2, 0.6) * deep.max())] += rng.normal() * 0.1
        elif inner < 0.85:  # a part of its own within it
            where = np.argwhere(region)[rng.integers(region.sum())]
            part = radial(rng, x - axis[where[1]], y - axis[where[0]], radius * rng.uniform(0.15, 0.5), 0.15)
            image[(part > 0) & region] += rng.normal() * 0.15
            if rng.random() < 0.5:
                labels[(part > 0) & region] = number
                number += 1
    for _ in range(rng.integers(0, 5)):  # vessels: discs of a few pixels
        level = grey["vessel"] + rng.normal() * 0.03
        cx, cy = rng.uniform(-0.5, 0.5, 2)
        paint(radial(rng, *turned(rng, x, y, cx, cy, rng.uniform(0.9, 1.1)), rng.uniform(0.03, 0.13), 0.04, 4), level)
    if rng.random() < 0.6:  # spine and ribs
        cy = b * rng.uniform(0.35, 0.65)
        paint(radial(rng, x, (y - cy) * 1.1, rng.uniform(0.1, 0.2), 0.1), grey["bone"] * rng.uniform(0.7, 1))
    if rng.random() < 0.4:
        ribs = (np.abs(body - wall) < 0.02) & (smooth_noise(rng, n, 9) > 0.8)
        image[ribs] = grey["bone"]
        labels[ribs] = 0
    if rng.random() < 0.5:  # bowel: patches of mixed content that nobody asks for
        patch = (smooth_noise(rng, n, 4) > 1.0) & inside & (labels == 0)
        image[patch] = (grey["muscle"] + 0.12 * smooth_noise(rng, n, 14))[patch]
    return image, labels


def noise_map(rng, n):
    count = rng.integers(2, 7)
    cells = rng.uniform(2, 9)
    labels = np.argmax([smooth_noise(rng, n, cells * rng.uniform(0.7, 1.4)) for _ in range(count)], 0).astype(np.int32) + 1
    levels = rng.uniform(0, 1, count + 1)
    image = levels[labels].astype(np.float32)
    for value in range(1, count + 1):
        image[labels == value] += (rng.choice([0, 0.03, 0.08]) * smooth_noise(rng, n, rng.uniform(6, n / 4)))[labels == value]
    return image, labels


def appearance(rng, image):
    """Partial volume, bias, noise (white or grainy), window."""
    n = image.shape[0]
    image = ndi.gaussian_filter(image, rng.uniform(0.3, 1.1)) if rng.random() < 0.9 else image
    if rng.random() < 0.4:
        image = image * (1 + rng.uniform(0, 0.2) * smooth_noise(rng, n, 2))
    level = rng.choice([rng.uniform(0, 0.02), rng.uniform(0.01, 0.09)])
    grain = rng.standard_normal(image.shape)
    if rng.random() < 0.65:
        width = rng.uniform(0.4, 1.2)
        grain = ndi.gaussian_filter(grain, width)
        grain /= grain.std() + 1e-6
    if rng.random() < 0.2:
        image = np.hypot(image + level * grain, level * rng.standard_normal(image.shape))
    else:
        image = image + level * grain
    if rng.random() < 0.25:
        gain = rng.uniform(0.7, 1.8)
        image = (image - 0.5) * gain + 0.5 + rng.normal() * 0.1
    if rng.random() < 0.06:
        image = 1 - image
    if rng.random() < 0.2:
        image = np.clip(image, 0, 1) ** rng.uniform(0.6, 1.6)
    return np.clip(image, 0, 1).astype(np.float32)


def slice_of(rng):
    n = int(rng.choice([80, 96, 112, 128, 144, 160, 192]))
    image, labels = noise_map(rng, n) if rng.random() < 0.2 else anatomy(rng, n)
    return appearance(rng, image), labels


def targets_of(labels, rng, most=6, smallest=14):
    """Up to `most` masks: connected components of the labels, neither tiny nor almost everything."""
    found = []
    for value in np.unique(labels):
        if value == 0:
            continue
        parts, count = ndi.label(labels == value)
        if count == 0:
            continue
        sizes = np.bincount(parts.ravel())[1:]
        biggest = int(sizes.argmax())
        if smallest <= sizes[biggest] <= 0.4 * labels.size:
            found.append(parts == biggest + 1)
    rng.shuffle(found)
    return found[:most]
