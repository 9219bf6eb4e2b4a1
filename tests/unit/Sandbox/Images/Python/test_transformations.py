"""Every transformation gives what plain Python gives, on seeded random data, empty data and one-sided data."""

import itertools
import unittest
from collections import Counter, defaultdict
from operator import add

from standin_case import StandInCase


class Transformations(StandInCase):
    def rounds(self):
        """Empty data first, then random data; each with another number of partitions."""
        yield [], 3
        for _ in range(4):
            yield self.numbers(), self.slices()

    def pair_rounds(self):
        yield [], [], 2
        yield [("a", 1)], [], 3
        for _ in range(4):
            yield self.pairs(), self.pairs(), self.slices()

    def test_one_to_one(self):
        for data, slices in self.rounds():
            rdd = self.sc.parallelize(data, slices)
            self.assertEqual(rdd.getNumPartitions(), slices)
            self.assertEqual(rdd.collect(), data)
            self.assertEqual(rdd.map(lambda x: x * 2).collect(), [x * 2 for x in data])
            self.assertEqual(rdd.filter(lambda x: x % 3 == 0).collect(), [x for x in data if x % 3 == 0])
            self.assertEqual(rdd.flatMap(lambda x: [x] * (x % 3)).collect(), [x for x in data for _ in range(x % 3)])
            self.assertEqual(rdd.keyBy(str).collect(), [(str(x), x) for x in data])
            self.assertEqual(rdd.zipWithIndex().collect(), list(zip(data, itertools.count())))
            self.assertEqual([x for part in rdd.glom().collect() for x in part], data)
            self.assertEqual(rdd.mapPartitions(lambda part: [sum(part)]).collect(), [sum(part) for part in rdd.glom().collect()])
            indexes = rdd.mapPartitionsWithIndex(lambda index, part: ((index, x) for x in part)).collect()
            self.assertEqual(indexes, [(index, x) for index, part in enumerate(rdd.glom().collect()) for x in part])

    def test_slices_are_even(self):
        sizes = [len(part) for part in self.sc.parallelize(range(10), 4).glom().collect()]
        self.assertEqual(sizes, [2, 3, 2, 3])
        self.assertEqual(self.sc.range(3, 20, 4, 2).collect(), list(range(3, 20, 4)))
        self.assertEqual(self.sc.range(5).collect(), [0, 1, 2, 3, 4])
        self.assertEqual(self.sc.emptyRDD().collect(), [])

    def test_values(self):
        for data, _, slices in self.pair_rounds():
            rdd = self.sc.parallelize(data, slices)
            self.assertEqual(rdd.keys().collect(), [k for k, _ in data])
            self.assertEqual(rdd.values().collect(), [v for _, v in data])
            self.assertEqual(rdd.mapValues(lambda v: v + 1).collect(), [(k, v + 1) for k, v in data])
            self.assertEqual(rdd.flatMapValues(range).collect(), [(k, x) for k, v in data for x in range(v)])

    def test_by_key(self):
        for data, _, slices in self.pair_rounds():
            rdd, groups = self.sc.parallelize(data, slices), defaultdict(list)
            for key, value in data:
                groups[key].append(value)
            sums = {key: sum(values) for key, values in groups.items()}
            self.assertEqual(rdd.reduceByKey(add).collectAsMap(), sums)
            self.assertEqual(rdd.reduceByKey(add, 5).getNumPartitions(), 5)
            self.assertEqual(rdd.foldByKey(0, add).collectAsMap(), sums)
            self.assertEqual({k: sorted(v) for k, v in rdd.groupByKey().collect()}, {k: sorted(v) for k, v in groups.items()})
            self.assertEqual({k: len(v) for k, v in rdd.groupByKey(3).collect()}, {k: len(v) for k, v in groups.items()})
            lists = rdd.aggregateByKey([], lambda kept, v: kept + [v], add).mapValues(sorted).collectAsMap()
            self.assertEqual(lists, {k: sorted(v) for k, v in groups.items()})
            means = rdd.combineByKey(lambda v: (v, 1), lambda c, v: (c[0] + v, c[1] + 1), lambda a, b: (a[0] + b[0], a[1] + b[1]))
            self.assertEqual(means.collectAsMap(), {k: (sum(v), len(v)) for k, v in groups.items()})

    def test_zero_is_not_shared(self):
        rdd = self.sc.parallelize([("a", 1), ("b", 2), ("a", 3), ("b", 4)], 1)

        def put(kept, value):
            kept.append(value)
            return kept

        self.assertEqual(rdd.aggregateByKey([], put, add).collectAsMap(), {"a": [1, 3], "b": [2, 4]})

    def test_group_by(self):
        for data, slices in self.rounds():
            groups = self.sc.parallelize(data, slices).groupBy(lambda x: x % 4).mapValues(sorted).collectAsMap()
            self.assertEqual(groups, {key: sorted(x for x in data if x % 4 == key) for key in {x % 4 for x in data}})

    def test_joins(self):
        for left, right, slices in self.pair_rounds():
            a, b = self.sc.parallelize(left, slices), self.sc.parallelize(right, self.slices())
            keys, l, r = {k for k, _ in left + right}, defaultdict(list), defaultdict(list)
            for key, value in left:
                l[key].append(value)
            for key, value in right:
                r[key].append(value)

            def expected(mine, theirs):
                return Counter((k, (x, y)) for k in keys for x in mine(k) for y in theirs(k))

            def outer(values):
                return lambda key: values[key] or [None]

            self.assertEqual(Counter(a.join(b).collect()), expected(l.__getitem__, r.__getitem__))
            self.assertEqual(Counter(a.join(b, 3).collect()), expected(l.__getitem__, r.__getitem__))
            self.assertEqual(Counter(a.leftOuterJoin(b).collect()), expected(l.__getitem__, outer(r)))
            self.assertEqual(Counter(a.rightOuterJoin(b).collect()), expected(outer(l), r.__getitem__))
            self.assertEqual(Counter(a.fullOuterJoin(b).collect()), expected(outer(l), outer(r)))
            grouped = {k: (sorted(x), sorted(y)) for k, (x, y) in a.cogroup(b).collect()}
            self.assertEqual(grouped, {k: (sorted(l[k]), sorted(r[k])) for k in keys})
            self.assertEqual(Counter(a.subtractByKey(b).collect()), Counter(pair for pair in left if pair[0] not in dict(right)))

    def test_join_of_partitioned_alike_does_not_shuffle_again(self):
        a = self.sc.parallelize([(i, i) for i in range(20)]).partitionBy(3)
        b = self.sc.parallelize([(i, -i) for i in range(20)]).partitionBy(3)
        self.assertEqual(a.join(b, 3).toDebugString().count(b"ShuffledRDD"), 2)
        self.assertEqual(sorted(a.join(b, 3).collect()), [(i, (i, -i)) for i in range(20)])

    def test_sets(self):
        for data, slices in self.rounds():
            other = self.numbers()
            a, b = self.sc.parallelize(data, slices), self.sc.parallelize(other, self.slices())
            self.assertEqual(a.union(b).collect(), data + other)
            self.assertEqual((a + b + a).count(), 2 * len(data) + len(other))
            self.assertEqual(sorted(a.distinct().collect()), sorted(set(data)))
            self.assertEqual(sorted(a.intersection(b).collect()), sorted(set(data) & set(other)))
            self.assertEqual(Counter(a.subtract(b).collect()), Counter(x for x in data if x not in set(other)))

    def test_sorts(self):
        for data, slices in self.rounds():
            rdd = self.sc.parallelize(data, slices)
            self.assertEqual(rdd.sortBy(lambda x: x).collect(), sorted(data))
            self.assertEqual(rdd.sortBy(lambda x: x, ascending=False, numPartitions=4).collect(), sorted(data, reverse=True))
            pairs = rdd.map(lambda x: (str(x), x))
            self.assertEqual(pairs.sortByKey().keys().collect(), sorted(map(str, data)))
            self.assertEqual(pairs.sortByKey(False, 3, keyfunc=len).map(lambda p: len(p[0])).collect(), sorted((len(str(x)) for x in data), reverse=True))

    def test_sort_spreads_keys(self):
        parts = self.sc.parallelize(range(10_000), 8).map(lambda x: ((x * 7919) % 10_000, x)).sortByKey(numPartitions=4).glom().collect()
        self.assertTrue(all(1000 < len(part) < 4000 for part in parts), [len(part) for part in parts])

    def test_sample(self):
        rdd = self.sc.parallelize(range(10_000), 5)
        sample = rdd.sample(False, 0.2, 17).collect()
        self.assertEqual(sample, rdd.sample(False, 0.2, 17).collect())
        self.assertNotEqual(sample, rdd.sample(False, 0.2, 18).collect())
        self.assertEqual(len(set(sample)), len(sample))
        self.assertTrue(1700 < len(sample) < 2300, len(sample))
        again = rdd.sample(True, 2.0, 3).collect()
        self.assertTrue(19_000 < len(again) < 21_000, len(again))
        self.assertLess(len(set(again)), 9_500)
        self.assertEqual(rdd.sample(False, 0.0, 1).count(), 0)

    def test_repartition(self):
        for data, slices in self.rounds():
            rdd = self.sc.parallelize(data, slices)
            self.assertEqual(rdd.coalesce(2).collect(), data)
            self.assertEqual(rdd.coalesce(2).getNumPartitions(), min(2, slices))
            self.assertEqual(sorted(rdd.repartition(5).collect()), sorted(data))
            self.assertEqual(rdd.repartition(5).getNumPartitions(), 5)
            self.assertEqual(sorted(rdd.map(lambda x: (x, x)).reduceByKey(max).coalesce(1).keys().collect()), sorted(set(data)))
        sizes = [len(part) for part in self.sc.parallelize(range(100), 1).repartition(4).glom().collect()]
        self.assertEqual(sizes, [25, 25, 25, 25])

    def test_partition_by(self):
        rdd = self.sc.parallelize(self.pairs(), 3).partitionBy(4, lambda key: ord(key))
        for index, part in enumerate(rdd.glom().collect()):
            self.assertTrue(all(ord(key) % 4 == index for key, _ in part))

    def test_kinds_of_keys(self):
        keys = [None, 0, 1.5, "ä", b"x", (1, None), (1, ("a", 2)), frozenset("ab"), True, -1, 10 ** 30]
        pairs = [(key, 1) for key in keys] * 3
        expected = {key: 3 for key in keys}
        self.assertEqual(self.sc.parallelize(pairs, 4).reduceByKey(add, 7).collectAsMap(), expected)

    def test_skew(self):
        data = [("hot", 1)] * 20_000 + [(str(i), 1) for i in range(100)]
        counts = self.sc.parallelize(data, 6).groupByKey(8).mapValues(len).collectAsMap()
        self.assertEqual((counts["hot"], len(counts)), (20_000, 101))

    def test_long_lineage(self):
        rdd = self.sc.parallelize(range(10), 2)
        for _ in range(300):
            rdd = rdd.map(lambda x: x + 1)
        self.assertEqual(rdd.collect(), list(range(300, 310)))


if __name__ == "__main__":
    unittest.main()
