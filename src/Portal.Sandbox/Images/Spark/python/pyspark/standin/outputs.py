"""Where what tasks have left on executors can be found: map outputs and cached partitions."""

import itertools

from .task import Segment


class MapOutputs:
    """Results of map stages, by shuffle and partition."""

    def __init__(self):
        self._shuffles = {}

    def register(self, shuffle_id, partition, executor, block, lengths, records):
        offsets = [0, *itertools.accumulate(lengths)]
        self._shuffles.setdefault(shuffle_id, {})[partition] = executor, block, offsets, lengths, records

    def missing(self, shuffle_id, count):
        known = self._shuffles.get(shuffle_id, {})
        return [partition for partition in range(count) if partition not in known]

    def segments(self, shuffle_id, reduce_id):
        return [
            Segment(partition, executor.id, executor.blocks, block, offsets[reduce_id], lengths[reduce_id], records[reduce_id])
            for partition, (executor, block, offsets, lengths, records) in sorted(self._shuffles.get(shuffle_id, {}).items())
        ]

    def lose(self, executor_id, shuffle_id=None):
        """Forgets what lies on an executor, of one shuffle or of all."""
        for key, known in self._shuffles.items():
            if shuffle_id in (None, key):
                for partition in [partition for partition, output in known.items() if output[0].id == executor_id]:
                    del known[partition]


class CachedPartitions:
    """Sizes of cached partitions, by node and index and executor."""

    def __init__(self):
        self._sizes = {}

    def register(self, executor_id, sizes):
        for key, size in sizes.items():
            self._sizes.setdefault(key, {})[executor_id] = size

    def holders(self, key):
        return self._sizes.get(key, {}).keys()

    def sizes(self, node_id):
        return [max(sizes.values()) for (node, _), sizes in list(self._sizes.items()) if node == node_id]

    def lose(self, executor_id):
        for key in list(self._sizes):
            self._sizes[key].pop(executor_id, None)
            if not self._sizes[key]:
                del self._sizes[key]

    def drop(self, node_id):
        for key in [key for key in self._sizes if key[0] == node_id]:
            del self._sizes[key]
