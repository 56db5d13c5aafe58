"""What scanners, copiers and offices do to a page: turned, blurred, stamped, folded and more."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from typing import Final

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

Picture = Image.Image
Damage = Callable[[Picture, random.Random], Picture]


def _turned(picture: Picture, rng: random.Random) -> Picture:
    angle = rng.uniform(0.3, 2) * rng.choice([-1, 1])
    return picture.rotate(angle, Image.Resampling.BICUBIC, fillcolor="white")


def _blurred(picture: Picture, rng: random.Random) -> Picture:
    return picture.filter(ImageFilter.GaussianBlur(rng.uniform(0.8, 1.6)))


def _noisy(picture: Picture, rng: random.Random) -> Picture:
    noise = np.random.default_rng(rng.randrange(2**32))
    pixels = np.asarray(picture, dtype=np.float32)
    pixels = pixels + noise.normal(0, rng.uniform(8, 25), pixels.shape[:2])[..., None]
    specks = noise.random(pixels.shape[:2]) < 0.0006
    pixels[specks] = 255 - pixels[specks]
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def _compressed(picture: Picture, rng: random.Random) -> Picture:
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=rng.randint(15, 40))
    return Image.open(written).convert("RGB")


def _stamped(picture: Picture, rng: random.Random) -> Picture:
    """A red seal, as transparent as ink is, somewhere on the page."""
    scale = picture.width / 595
    seal = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(seal)
    r = 60 * scale
    x, y = rng.uniform(r, picture.width - r), rng.uniform(r, picture.height - r)
    red = (200, 20, 30, 190)
    draw.ellipse((x - r, y - r, x + r, y + r), outline=red, width=round(4 * scale))
    points = [
        (x + 0.4 * r * np.sin(2 * np.pi * n * 2 / 5), y - 0.4 * r * np.cos(2 * np.pi * n * 2 / 5))
        for n in range(5)
    ]
    draw.polygon(points, fill=red)
    return Image.alpha_composite(picture.convert("RGBA"), seal).convert("RGB")


def _folded(picture: Picture, rng: random.Random) -> Picture:
    """The shadow of a spine at one side, and the dark line of a fold across the page."""
    pixels = np.asarray(picture, dtype=np.float32)
    height, width = pixels.shape[:2]
    shade = 1 - rng.uniform(0.2, 0.5) * np.exp(-np.arange(width) / (0.12 * width))
    pixels = pixels * shade[None, :, None]
    fold = rng.uniform(0.2, 0.8) * height
    line = 1 - rng.uniform(0.15, 0.4) * np.exp(-np.abs(np.arange(height) - fold) / (0.004 * height))
    return Image.fromarray((pixels * line[:, None, None]).clip(0, 255).astype(np.uint8))


def _all(picture: Picture, rng: random.Random) -> Picture:
    for damage in (_stamped, _folded, _turned, _blurred, _noisy, _compressed):
        if rng.random() < 0.5:
            picture = damage(picture, rng)
    return picture


def _none(picture: Picture, rng: random.Random) -> Picture:
    return picture


DAMAGE: Final[dict[str, tuple[int, Damage]]] = {
    "clean, 200 dpi": (200, _none),
    "clean, 300 dpi": (300, _none),
    "150 dpi": (150, _none),
    "turned up to 2°": (200, _turned),
    "blurred": (200, _blurred),
    "noise": (200, _noisy),
    "JPEG 15–40": (200, _compressed),
    "stamp": (200, _stamped),
    "fold and shadow": (200, _folded),
    "several at once": (200, _all),
}
"""Each kind of damage: the dots per inch of the picture, and what is done to it."""
