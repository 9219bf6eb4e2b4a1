"""RDD: a lazy, partitioned collection. Transformations add to its lineage; actions run a job."""

import itertools
from types import GenericAlias

from .errors import PySparkRuntimeError
from .standin import missing, plan
from .standin.actions import Actions
from .standin.callsite import call_site
from .standin.pairs import PairTransformations
from .standin.partitioning import RangePartition, bounds_of, portable_hash
from .standin.sampling import Sampler
from .storagelevel import StorageLevel

__all__ = ["RDD", "portable_hash"]

# Shuffles that are not told how many partitions to make stop growing here; executors are processes of one machine.
_MOST_PARTITIONS = 64


class RDD(PairTransformations, Actions):
    __class_getitem__ = classmethod(GenericAlias)
    __getattr__ = missing.attribute_of("RDD")

    def __init__(self, node, ctx, partitioner=None):
        self._node = node
        self.ctx = ctx
        self.partitioner = partitioner

    @property
    def context(self):
        return self.ctx

    def __reduce__(self):
        raise PySparkRuntimeError(
            "It appears that you are attempting to broadcast an RDD or reference an RDD from an action or transformation. RDD "
            "transformations and actions can only be invoked by the driver, not inside of other transformations (see SPARK-5063)."
        )

    def __repr__(self):
        return f"{self._node.name}[{self._node.id}] at {self._node.call_site}"

    def id(self):
        return self._node.id

    def name(self):
        return self._node.name if self._node.named else None

    def setName(self, name):
        self._node.name, self._node.named = name, True
        return self

    def getNumPartitions(self):
        return self._node.partitions()

    # One partition to one partition.

    def mapPartitionsWithIndex(self, f, preservesPartitioning=False):
        node = plan.Mapped(self.ctx._next_rdd(), self._node, "PythonRDD", call_site(), f)
        return RDD(node, self.ctx, self.partitioner if preservesPartitioning else None)

    def mapPartitions(self, f, preservesPartitioning=False):
        return self.mapPartitionsWithIndex(lambda _, records: f(records), preservesPartitioning)

    def map(self, f, preservesPartitioning=False):
        return self.mapPartitionsWithIndex(lambda _, records: map(f, records), preservesPartitioning)

    def flatMap(self, f, preservesPartitioning=False):
        return self.mapPartitionsWithIndex(lambda _, records: itertools.chain.from_iterable(map(f, records)), preservesPartitioning)

    def filter(self, f):
        return self.mapPartitionsWithIndex(lambda _, records: filter(f, records), True)

    def glom(self):
        return self.mapPartitionsWithIndex(lambda _, records: [list(records)])

    def keyBy(self, f):
        return self.map(lambda record: (f(record), record))

    def sample(self, withReplacement, fraction, seed=None):
        if fraction < 0:
            raise ValueError(f"Negative fraction value: {fraction}")
        return self.mapPartitionsWithIndex(Sampler(withReplacement, fraction, seed), True)

    def zipWithIndex(self):
        counts = []
        if self.getNumPartitions() > 1:
            counts = self.ctx.runJob(self, lambda records: [sum(1 for _ in records)], range(self.getNumPartitions() - 1))
        starts = [0, *itertools.accumulate(counts)]
        return self.mapPartitionsWithIndex(lambda index, records: zip(records, itertools.count(starts[index])))

    # Other partitions.

    def union(self, other):
        return self.ctx.union([self, other])

    __add__ = union

    def coalesce(self, numPartitions, shuffle=False):
        if numPartitions < 1:
            raise ValueError("Number of partitions must be positive.")
        if shuffle:
            # Starts at another target in each partition, so that small partitions do not all send to the first one.
            spread = self.mapPartitionsWithIndex(lambda index, records: zip(itertools.count(index), records))
            return spread._shuffled(numPartitions, _same, "CoalescedRDD").values()
        node = self._node

        def groups():
            count = node.partitions()
            target = min(numPartitions, count)
            return [[(0, at) for at in range(count * i // target, count * (i + 1) // target)] for i in range(target)]

        return RDD(plan.Grouped(self.ctx._next_rdd(), [node], "CoalescedRDD", call_site(), groups), self.ctx)

    def repartition(self, numPartitions):
        return self.coalesce(numPartitions, shuffle=True)

    def distinct(self, numPartitions=None):
        return self.map(lambda record: (record, None)).reduceByKey(lambda first, _: first, numPartitions).keys()

    def intersection(self, other):
        mine, theirs = (rdd.map(lambda record: (record, None)) for rdd in (self, other))
        return mine.cogroup(theirs).filter(lambda pair: len(pair[1][0]) and len(pair[1][1])).keys()

    def subtract(self, other, numPartitions=None):
        mine, theirs = (rdd.map(lambda record: (record, None)) for rdd in (self, other))
        return mine.subtractByKey(theirs, numPartitions).keys()

    def groupBy(self, f, numPartitions=None, partitionFunc=portable_hash):
        return self.map(lambda record: (f(record), record)).groupByKey(numPartitions, partitionFunc)

    def sortBy(self, keyfunc, ascending=True, numPartitions=None):
        return self.keyBy(keyfunc).sortByKey(ascending, numPartitions).values()

    def sortByKey(self, ascending=True, numPartitions=None, keyfunc=lambda key: key):
        count = numPartitions or self._default_partitions()
        bounds = []
        if count > 1:
            size = self.count()
            if not size:
                return self
            share = min(20.0 * count / size, 1.0)
            bounds = bounds_of(sorted(self.sample(False, share, 1).map(lambda pair: keyfunc(pair[0])).collect()), count)
        placed = self.partitionBy(count, RangePartition(bounds, keyfunc, ascending))
        return placed.mapPartitions(lambda records: sorted(records, key=lambda pair: keyfunc(pair[0]), reverse=not ascending), True)

    # Keeping partitions.

    @property
    def is_cached(self):
        return self._node.cached

    def cache(self):
        return self.persist()

    def persist(self, storageLevel=StorageLevel.MEMORY_ONLY):
        self._node.level = storageLevel
        return self

    def unpersist(self, blocking=False):
        self._node.level = StorageLevel.NONE
        self.ctx._scheduler.drop_cached(self._node.id)
        return self

    def getStorageLevel(self):
        return self._node.level

    def toDebugString(self):
        lines = []

        def show(node, depth):
            count = f"({node.partitions()}) " if depth == 0 or isinstance(node, plan.Shuffled) else ""
            cached = f" [{node.level}]" if node.cached else ""
            lines.append(f"{' |  ' * depth}{count}{node.name}[{node.id}] at {node.call_site}{cached}")
            for parent in node.parents:
                show(parent, depth + 1)

        show(self._node, 0)
        return "\n".join(lines).encode()

    # For the other parts of the package.

    def _shuffled(self, count, partition_of, name="ShuffledRDD"):
        shuffle_id = self.ctx._next_shuffle()
        node = plan.Shuffled(self.ctx._next_rdd(), self._node, name, call_site(), shuffle_id, count, partition_of)
        return RDD(node, self.ctx)

    def _default_partitions(self):
        """As many as here, but not without end: iterative scripts that union and shuffle double them with each turn."""
        return self.ctx._conf.int("spark.default.parallelism", None) or min(self.getNumPartitions(), _MOST_PARTITIONS)


def _same(number):
    return number
