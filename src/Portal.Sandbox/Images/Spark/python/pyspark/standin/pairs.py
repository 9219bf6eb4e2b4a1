"""Transformations of RDDs whose records are (key, value)."""

import copy
import operator

from ..resultiterable import ResultIterable
from .partitioning import Partitioner, portable_hash


class PairTransformations:
    def keys(self):
        return self.map(operator.itemgetter(0))

    def values(self):
        return self.map(operator.itemgetter(1))

    def mapValues(self, f):
        return self.map(lambda pair: (pair[0], f(pair[1])), preservesPartitioning=True)

    def flatMapValues(self, f):
        return self.flatMap(lambda pair: ((pair[0], value) for value in f(pair[1])), preservesPartitioning=True)

    def partitionBy(self, numPartitions, partitionFunc=portable_hash):
        count = numPartitions or self._default_partitions()
        partitioner = Partitioner(count, partitionFunc)
        if self.partitioner == partitioner:
            return self
        shuffled = self._shuffled(count, partitionFunc)
        shuffled.partitioner = partitioner
        return shuffled

    def combineByKey(self, createCombiner, mergeValue, mergeCombiners, numPartitions=None, partitionFunc=portable_hash):
        def combine(records):
            combined = {}
            for key, value in records:
                combined[key] = mergeValue(combined[key], value) if key in combined else createCombiner(value)
            return combined.items()

        def merge(records):
            merged = {}
            for key, value in records:
                merged[key] = mergeCombiners(merged[key], value) if key in merged else value
            return merged.items()

        count = numPartitions or self._default_partitions()
        local = self.mapPartitions(combine, preservesPartitioning=True)
        if self.partitioner == Partitioner(count, partitionFunc):
            return local  # All values of a key are in one partition already.
        return local.partitionBy(count, partitionFunc).mapPartitions(merge, preservesPartitioning=True)

    def aggregateByKey(self, zeroValue, seqFunc, combFunc, numPartitions=None, partitionFunc=portable_hash):
        # A fresh zero for each key: functions may change it in place.
        return self.combineByKey(lambda value: seqFunc(copy.deepcopy(zeroValue), value), seqFunc, combFunc, numPartitions, partitionFunc)

    def foldByKey(self, zeroValue, func, numPartitions=None, partitionFunc=portable_hash):
        return self.aggregateByKey(zeroValue, func, func, numPartitions, partitionFunc)

    def reduceByKey(self, func, numPartitions=None, partitionFunc=portable_hash):
        return self.combineByKey(lambda value: value, func, func, numPartitions, partitionFunc)

    def groupByKey(self, numPartitions=None, partitionFunc=portable_hash):
        def group(records):
            groups = {}
            for key, value in records:
                groups.setdefault(key, []).append(value)
            return ((key, ResultIterable(values)) for key, values in groups.items())

        return self.partitionBy(numPartitions, partitionFunc).mapPartitions(group, preservesPartitioning=True)

    def cogroup(self, other, numPartitions=None):
        return self.groupWith(other, numPartitions=numPartitions)

    def groupWith(self, *others, numPartitions=None):
        """(key, (values here, values in the first other, ...)) for every key of any of them."""
        rdds = [self, *others]
        count = numPartitions or max(rdd._default_partitions() for rdd in rdds)
        tagged = [rdd._tagged(tag).partitionBy(count) for tag, rdd in enumerate(rdds)]

        def separate(values):
            groups = [[] for _ in rdds_range]
            for tag, value in values:
                groups[tag].append(value)
            return tuple(map(ResultIterable, groups))

        rdds_range = range(len(rdds))
        # Partitioned alike, their union needs no further shuffle.
        return self.ctx.union(tagged).groupByKey(count).mapValues(separate)

    def _tagged(self, tag):
        return self.mapValues(lambda value: (tag, value))

    def _joined(self, other, numPartitions, pairs):
        return self.cogroup(other, numPartitions).flatMapValues(lambda groups: pairs(groups[0], groups[1]))

    def join(self, other, numPartitions=None):
        return self._joined(other, numPartitions, lambda mine, theirs: ((a, b) for a in mine for b in theirs))

    def leftOuterJoin(self, other, numPartitions=None):
        return self._joined(other, numPartitions, lambda mine, theirs: ((a, b) for a in mine for b in _or_none(theirs)))

    def rightOuterJoin(self, other, numPartitions=None):
        return self._joined(other, numPartitions, lambda mine, theirs: ((a, b) for a in _or_none(mine) for b in theirs))

    def fullOuterJoin(self, other, numPartitions=None):
        return self._joined(other, numPartitions, lambda mine, theirs: ((a, b) for a in _or_none(mine) for b in _or_none(theirs)))

    def subtractByKey(self, other, numPartitions=None):
        return self._joined(other, numPartitions, lambda mine, theirs: () if len(theirs) else mine)


def _or_none(values):
    return values if len(values) else (None,)
