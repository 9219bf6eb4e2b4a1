"""Random samples that come out the same for the same seed and partition."""

import math
import random


class Sampler:
    def __init__(self, with_replacement, fraction, seed):
        self._with_replacement = with_replacement
        self._fraction = fraction
        self._seed = seed if seed is not None else random.randrange(1 << 32)

    def __call__(self, index, records):
        source = random.Random(hash((self._seed, index)))
        for record in records:
            if self._with_replacement:
                for _ in range(_poisson(source, self._fraction)):
                    yield record
            elif source.random() < self._fraction:
                yield record


def _poisson(source, mean):
    """Counts events of a unit-rate process in an interval of length `mean`."""
    count, at = 0, -math.log(1.0 - source.random())
    while at <= mean:
        count += 1
        at -= math.log(1.0 - source.random())
    return count
