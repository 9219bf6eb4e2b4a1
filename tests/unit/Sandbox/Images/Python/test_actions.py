"""Every action gives what plain Python gives."""

import functools
import os
import shutil
import statistics
import tempfile
import unittest
from collections import Counter
from operator import add

from pyspark import AccumulatorParam
from standin_case import StandInCase


class Actions(StandInCase):
    def test_numbers(self):
        for _ in range(4):
            data = self.numbers() + [1, 2]
            rdd = self.sc.parallelize(data, self.slices())
            self.assertEqual((rdd.count(), rdd.sum(), rdd.min(), rdd.max()), (len(data), sum(data), min(data), max(data)))
            self.assertEqual(rdd.max(key=lambda x: -x), min(data))
            self.assertAlmostEqual(rdd.mean(), statistics.fmean(data))
            self.assertAlmostEqual(rdd.stats().stdev(), statistics.pstdev(data))
            self.assertAlmostEqual(rdd.sampleVariance(), statistics.variance(data))
            self.assertEqual(rdd.reduce(add), sum(data))
            self.assertEqual(rdd.fold(0, add), sum(data))
            both = rdd.aggregate((0, 0), lambda t, x: (t[0] + x, t[1] + 1), lambda a, b: (a[0] + b[0], a[1] + b[1]))
            self.assertEqual(both, (sum(data), len(data)))
            self.assertEqual(rdd.countByValue(), Counter(data))

    def test_order_of_reduce(self):
        data = [chr(97 + i) for i in range(20)]
        self.assertEqual(self.sc.parallelize(data, 6).reduce(add), functools.reduce(add, data))

    def test_first_ones(self):
        for _ in range(4):
            data = self.numbers() + [5]
            rdd = self.sc.parallelize(data, self.slices())
            for n in (0, 1, 3, len(data), len(data) + 5):
                self.assertEqual(rdd.take(n), data[:n])
                self.assertEqual(rdd.takeOrdered(n), sorted(data)[:n])
                self.assertEqual(rdd.top(n), sorted(data, reverse=True)[:n])
            self.assertEqual(rdd.first(), data[0])
            self.assertEqual(rdd.takeOrdered(3, key=lambda x: -x), sorted(data, reverse=True)[:3])

    def test_take_stops_early(self):
        touched = self.sc.accumulator(0)
        self.sc.parallelize(range(100), 10).map(lambda x: touched.add(1) or x).take(3)
        self.assertLessEqual(touched.value, 10)

    def test_empty(self):
        rdd = self.sc.parallelize([], 4)
        self.assertTrue(rdd.isEmpty())
        self.assertFalse(self.sc.parallelize([None]).isEmpty())
        self.assertEqual((rdd.count(), rdd.sum(), rdd.collect(), rdd.take(2), rdd.fold(0, add)), (0, 0, [], [], 0))
        with self.assertRaisesRegex(ValueError, "empty"):
            rdd.reduce(add)
        with self.assertRaisesRegex(ValueError, "empty"):
            rdd.first()

    def test_keys(self):
        data = self.pairs() + [("a", 1), ("zz", 2)]
        rdd = self.sc.parallelize(data, 4)
        self.assertEqual(rdd.countByKey(), Counter(key for key, _ in data))
        self.assertEqual(rdd.collectAsMap(), dict(data))
        self.assertEqual(rdd.lookup("a"), [v for k, v in data if k == "a"])
        self.assertEqual(rdd.lookup("nobody"), [])

    def test_accumulators(self):
        class Sets(AccumulatorParam):
            def zero(self, value):
                return set()

            def addInPlace(self, a, b):
                return a | b

        total, seen = self.sc.accumulator(10), self.sc.accumulator({"start"}, Sets())

        def note(x):
            nonlocal total
            total += x
            seen.add({x % 3})

        self.sc.parallelize(range(100), 7).foreach(note)
        self.assertEqual((total.value, seen.value), (10 + sum(range(100)), {"start", 0, 1, 2}))

    def test_accumulator_is_not_readable_in_tasks(self):
        total = self.sc.accumulator(0)
        with self.assertRaisesRegex(Exception, "cannot be accessed inside tasks"):
            self.sc.parallelize([1]).foreach(lambda _: total.value)

    def test_broadcast(self):
        table = self.sc.broadcast({i: str(i) for i in range(1000)})
        self.assertEqual(self.sc.parallelize(range(8), 8).map(lambda x: table.value[x]).collect(), [str(i) for i in range(8)])
        table.unpersist()
        self.assertEqual(self.sc.parallelize([3]).map(lambda x: table.value[x]).collect(), ["3"])
        table.destroy()
        with self.assertRaisesRegex(Exception, "destroyed"):
            self.sc.parallelize([3]).map(lambda x: table.value[x]).collect()

    def test_cache_computes_once(self):
        touched = self.sc.accumulator(0)
        rdd = self.sc.parallelize(range(40), 4).map(lambda x: touched.add(1) or x).cache()
        self.assertEqual([rdd.sum(), rdd.sum(), rdd.count()], [780, 780, 40])
        self.assertEqual(touched.value, 40)
        self.assertTrue(rdd.is_cached)
        rdd.unpersist()
        self.assertEqual(rdd.sum(), 780)
        self.assertEqual(touched.value, 80)

    def test_foreach_partition_runs_generators(self):
        parts = self.sc.accumulator(0)

        def visit(records):
            parts.add(1)
            yield from records

        self.sc.parallelize(range(10), 5).foreachPartition(visit)
        self.assertEqual(parts.value, 5)

    def test_classes_of_the_script_travel(self):
        class Point:
            def __init__(self, x):
                self.x = x

            def __eq__(self, other):
                return isinstance(other, Point) and self.x == other.x

            def __hash__(self):
                return hash(self.x)

        points = self.sc.parallelize([Point(i % 3) for i in range(9)], 3)
        self.assertEqual(points.map(lambda p: (p, 1)).reduceByKey(add).map(lambda t: (t[0].x, t[1])).collectAsMap(), {0: 3, 1: 3, 2: 3})
        self.assertIsInstance(points.first(), Point)

    def test_text_files(self):
        with tempfile.TemporaryDirectory() as folder:
            lines = ["".join(self.random.choice("abc ä☃") for _ in range(self.random.randrange(30))) for _ in range(300)]
            path = os.path.join(folder, "in.txt")
            for end in ("", "\n"):
                with open(path, "w", encoding="utf-8", newline="") as file:
                    file.write("\n".join(lines) + end)
                expected = lines if end or lines[-1] else lines[:-1]
                for parts in (1, 2, 3, 7, 50):
                    self.assertEqual(self.sc.textFile(path, parts).collect(), expected, parts)
            out = os.path.join(folder, "out")
            self.sc.parallelize(lines, 3).saveAsTextFile(out)
            self.assertEqual(sorted(os.listdir(out)), ["_SUCCESS", "part-00000", "part-00001", "part-00002"])
            self.assertEqual(self.sc.textFile("file://" + out).collect(), lines)
            self.assertEqual(self.sc.textFile(os.path.join(out, "part-*")).count(), 300)
            with self.assertRaisesRegex(Exception, "already exists"):
                self.sc.parallelize(lines).saveAsTextFile(out)
            zipped = os.path.join(folder, "zipped")
            self.sc.parallelize(lines, 2).saveAsTextFile(zipped, "org.apache.hadoop.io.compress.GzipCodec")
            self.assertEqual(self.sc.textFile(zipped).collect(), lines)
            whole = self.sc.wholeTextFiles(out).collect()
            self.assertEqual([os.path.basename(name) for name, _ in whole], ["part-00000", "part-00001", "part-00002"])
            self.assertEqual("".join(text for _, text in whole).split("\n")[:-1], lines)

    def test_windows_line_ends_and_empty_files(self):
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "dos.txt"), "wb") as file:
                file.write(b"a\r\nb\r\n\r\nc")
            open(os.path.join(folder, "empty.txt"), "wb").close()
            shutil.copy(os.path.join(folder, "dos.txt"), os.path.join(folder, "_ignored"))
            self.assertEqual(self.sc.textFile(folder).collect(), ["a", "b", "", "c"])

    def test_missing_input(self):
        with self.assertRaisesRegex(Exception, "Input path does not exist: file:/nowhere/x"):
            self.sc.textFile("/nowhere/x").count()
        with self.assertRaisesRegex(Exception, "Input path does not exist"):
            self.sc.textFile("/nowhere/x").map(lambda x: (x, 1)).groupByKey(2).count()
        with self.assertRaisesRegex(NotImplementedError, "s3a.*SPARK_HOME"):
            self.sc.textFile("s3a://bucket/x").count()
        self.assertEqual(self.sc.parallelize([1]).count(), 1)


if __name__ == "__main__":
    unittest.main()
