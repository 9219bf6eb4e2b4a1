"""Which partition a key belongs to."""

import bisect


def portable_hash(key):
    """A hash that is the same in every process; strings need PYTHONHASHSEED for that, which all our processes are started with."""
    if key is None:
        return 0
    if isinstance(key, tuple):
        value = 0x345678
        for item in key:
            value = ((value ^ portable_hash(item)) * 1_000_003) & 0x7FFFFFFFFFFFFFFF
        return value ^ len(key)
    return hash(key)


class Partitioner:
    """Two of them are equal when they send every key to the same place."""

    def __init__(self, count, function):
        self.numPartitions = count
        self.partitionFunc = function

    def __eq__(self, other):
        return isinstance(other, Partitioner) and (self.numPartitions, self.partitionFunc) == (other.numPartitions, other.partitionFunc)

    def __hash__(self):
        return hash((self.numPartitions, self.partitionFunc))


class RangePartition:
    """Keys in order: partition i holds what lies between bounds i-1 and i."""

    def __init__(self, bounds, keyfunc, ascending):
        self._bounds = bounds
        self._keyfunc = keyfunc
        self._ascending = ascending

    def __call__(self, key):
        at = bisect.bisect_left(self._bounds, self._keyfunc(key))
        return at if self._ascending else len(self._bounds) - at


def bounds_of(samples, count):
    """Keys that cut sorted samples into `count` parts of about the same size."""
    return [samples[len(samples) * i // count] for i in range(1, count)] if samples else []
