"""What makes an RDD compute something."""

import copy
import functools
import heapq
import operator
from collections import defaultdict
from collections.abc import Iterable

from ..statcounter import StatCounter
from .saving import TextSink


class Actions:
    def collect(self):
        return self.ctx.runJob(self, list)

    def collectAsMap(self):
        return dict(self.collect())

    def count(self):
        return sum(self._each(lambda records: sum(1 for _ in records)))

    def isEmpty(self):
        return not self.take(1)

    def first(self):
        found = self.take(1)
        if not found:
            raise ValueError("RDD is empty")
        return found[0]

    def take(self, num):
        """Asks one partition, then ever more of them, until there is enough."""
        found, at, ask, total = [], 0, 1, self.getNumPartitions()
        while len(found) < num and at < total:
            need = num - len(found)
            parts = range(at, min(at + ask, total))
            found += self.ctx.runJob(self, lambda records: [record for _, record in zip(range(need), records)], parts)[:need]
            at += ask
            ask *= 4
        return found

    def takeOrdered(self, num, key=None):
        return heapq.nsmallest(num, self.mapPartitions(lambda records: heapq.nsmallest(num, records, key)).collect(), key)

    def top(self, num, key=None):
        return heapq.nlargest(num, self.mapPartitions(lambda records: heapq.nlargest(num, records, key)).collect(), key)

    def foreach(self, f):
        def each(records):
            for record in records:
                f(record)

        self._each(each)

    def foreachPartition(self, f):
        def each(records):
            result = f(records)
            if isinstance(result, Iterable):
                for _ in result:  # A generator does its work when it is read.
                    pass

        self._each(each)

    def reduce(self, f):
        def part(records):
            records = iter(records)
            return [functools.reduce(f, records, first) for first in records]

        parts = [value for values in self._each(part) for value in values]
        if not parts:
            raise ValueError("Can not reduce() empty RDD")
        return functools.reduce(f, parts)

    def fold(self, zeroValue, op):
        return self.aggregate(zeroValue, op, op)

    def aggregate(self, zeroValue, seqOp, combOp):
        # Fresh zeros, because functions may change them in place.
        parts = self._each(lambda records: functools.reduce(seqOp, records, copy.deepcopy(zeroValue)))
        return functools.reduce(combOp, parts, copy.deepcopy(zeroValue))

    def sum(self):
        return sum(self._each(sum))

    def max(self, key=None):
        return self.reduce(functools.partial(max, key=key))

    def min(self, key=None):
        return self.reduce(functools.partial(min, key=key))

    def stats(self):
        return functools.reduce(StatCounter.mergeStats, self._each(StatCounter), StatCounter())

    def mean(self):
        return self.stats().mean()

    def variance(self):
        return self.stats().variance()

    def stdev(self):
        return self.stats().stdev()

    def sampleVariance(self):
        return self.stats().sampleVariance()

    def sampleStdev(self):
        return self.stats().sampleStdev()

    def countByKey(self):
        return self.map(operator.itemgetter(0)).countByValue()

    def countByValue(self):
        def part(records):
            counts = defaultdict(int)
            for record in records:
                counts[record] += 1
            return counts

        total = defaultdict(int)
        for counts in self._each(part):
            for key, number in counts.items():
                total[key] += number
        return total

    def lookup(self, key):
        return self.filter(lambda pair: pair[0] == key).values().collect()

    def saveAsTextFile(self, path, compressionCodecClass=None):
        sink = TextSink(path, compressionCodecClass)
        count = self.getNumPartitions()
        sink.prepare()
        self.ctx._run(self, sink.write)
        sink.finish(count)

    def _each(self, f):
        """f of every partition's records, one result per partition."""
        return self.ctx._run(self, lambda _, records: f(records))
