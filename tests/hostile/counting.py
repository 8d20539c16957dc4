"""Count the work of a function: lines that run and calls, also of functions in C; and how that grows."""

from __future__ import annotations

import gc
import math
import sys
from collections.abc import Callable
from typing import Any

MAX_EXPONENT = 1.2


def calls(work: Callable[[], Any]) -> int:
    """Return how many functions *work* calls; each item of a generator is one call."""
    count = 0

    def profiler(frame: Any, event: str, argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before, is_collected = sys.getprofile(), gc.isenabled()
    gc.disable()  # its callbacks would count
    sys.setprofile(profiler)
    try:
        work()
    finally:
        sys.setprofile(before)
        if is_collected:
            gc.enable()
    return count


def events(work: Callable[[], Any]) -> int:
    """Return how many lines and calls *work* runs, which loops without a call are part of; slower than ``calls``."""
    count = 0

    def tracer(frame: Any, event: str, argument: Any) -> Any:
        nonlocal count
        count += 1
        return tracer

    before = sys.gettrace()
    sys.settrace(tracer)
    try:
        called = calls(work)
    finally:
        sys.settrace(before)
    return count + called


def exponent(counts: dict[int, int]) -> float:
    """Return by how much work grows with its size: 1 is linear, 2 quadratic.

    Of the growth over all sizes and over the last two the larger counts: a constant part hides the growth at first.
    """
    sizes = sorted(counts)
    pairs = {(sizes[0], sizes[-1]), (sizes[-2], sizes[-1])}
    return max(math.log(counts[large] / counts[small]) / math.log(large / small) for small, large in pairs)
