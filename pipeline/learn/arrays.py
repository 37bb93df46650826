"""Arrays as model files hold them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def text_array(text: str) -> npt.NDArray[np.uint8]:
    """A text as an array of its UTF-8 bytes."""
    return np.frombuffer(text.encode("utf-8"), dtype=np.uint8)
