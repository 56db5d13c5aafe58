"""The recogniser of characters: a model that lies inside the wheel of rapidocr, run by onnxruntime.

Only the file of the model is used. The program around it would fetch a model that it misses from
the network, and it returns one text for each picture; here every frame of the model's answer counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gikstudy.reading.content import UnreadableError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gikstudy.reading.scans.picture import Pixels

    Frames = NDArray[np.float32]
    """For each frame from left to right, the probability of each character."""

INSTALL: Final = "to read it: pip install 'gikstudy[ocr]'"
HEIGHT: Final = 48
"""Height of a line of text in the model."""
_MODELS: Final = "*_rec_*.onnx"
_NEEDED: Final = ("cv2", "onnxruntime", "rapidocr")
_STEP: Final = 32
_WIDEST: Final = 2400
_PIXELS_AT_ONCE: Final = 6000
"""Width of all pictures of one call together; more need more memory and no less time."""


def is_installed() -> bool:
    """Whether the packages of the extra `ocr` are there."""
    return all(find_spec(name) is not None for name in _NEEDED) and _model() is not None


def _model() -> Path | None:
    spec = find_spec("rapidocr")
    places = spec.submodule_search_locations if spec else None
    found = [path for place in places or () for path in Path(place, "models").glob(_MODELS)]
    return min(found, default=None)


class Recogniser:
    """The model, loaded once in each process. It uses one thread, so its answers never vary."""

    def __init__(self, path: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 4
        self._session = onnxruntime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"]
        )
        listed = self._session.get_modelmeta().custom_metadata_map["character"].splitlines()
        self.characters: tuple[str, ...] = ("", *listed, " ")
        """What each probability of a frame stands for; the first one stands for no character."""

    def frames(self, crops: Sequence[Pixels]) -> list[Frames]:
        """The answer of the model to each picture of one line of text."""
        answers: list[Frames] = [np.zeros((0, len(self.characters)), np.float32)] * len(crops)
        for batch, width in _batches(crops):
            stack = np.stack([_normal(crops[n], width) for n in batch])
            (output,) = self._session.run(None, {self._session.get_inputs()[0].name: stack})
            for n, answer in zip(batch, np.asarray(output), strict=True):
                answers[n] = answer
        return answers


@cache
def recogniser() -> Recogniser:
    """The recogniser.

    Raises:
        UnreadableError: if the extra `ocr` is not installed.
    """
    path = _model() if is_installed() else None
    if path is None:
        raise UnreadableError(f"a picture; {INSTALL}")
    import cv2

    cv2.setNumThreads(1)
    return Recogniser(path)


def _batches(crops: Sequence[Pixels]) -> Iterator[tuple[list[int], int]]:
    """The pictures by width, as many at once as is quick."""
    widths = [_padded(crop.shape[1]) for crop in crops]
    batch: list[int] = []
    for n in sorted(range(len(crops)), key=lambda n: (widths[n], n)):
        if batch and (
            widths[n] != widths[batch[0]] or widths[n] * (len(batch) + 1) > _PIXELS_AT_ONCE
        ):
            yield batch, widths[batch[0]]
            batch = []
        batch.append(n)
    if batch:
        yield batch, widths[batch[0]]


def _padded(width: int) -> int:
    return min(_WIDEST, max(2 * _STEP, -(-width // _STEP) * _STEP))


def _normal(crop: Pixels, width: int) -> NDArray[Any]:
    """A picture as the model wants it: three channels between -1 and 1, padded with paper."""
    picture = np.ones((HEIGHT, width), np.float32)
    picture[:, : crop.shape[1]] = crop[:, :width].astype(np.float32) / 127.5 - 1
    return np.repeat(picture[None], 3, axis=0)


def line_picture(layer: Pixels, top: int, bottom: int, left: int, right: int) -> Pixels:
    """A line of text at the height of the model, with paper around it."""
    import cv2

    height = bottom - top
    above, beside = round(0.22 * height) + 1, round(0.45 * height) + 2
    paper = np.full((height + 2 * above, right - left + 2 * beside), 255, np.uint8)
    paper[above : above + height, beside : beside + right - left] = layer[top:bottom, left:right]
    scale = HEIGHT / paper.shape[0]
    size = (max(8, round(paper.shape[1] * scale)), HEIGHT)
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(paper, size, interpolation=how), dtype=np.uint8)
