"""Sessions, settings and rows; and how whatever is missing says so."""

import os
import pickle
import tempfile
import unittest

import pyspark
from pyspark import RDD, SparkConf, SparkContext
from pyspark.conf import parse_memory
from pyspark.resultiterable import ResultIterable
from pyspark.sql import Row, SparkSession
from standin_case import StandInCase


class Sessions(unittest.TestCase):
    def test_session_and_context_are_shared(self):
        builder = SparkSession.builder.appName("one").master("local[1]").config("spark.x", "1").config("spark.log.level", "OFF")
        with builder.getOrCreate() as spark:
            self.assertIs(SparkSession.builder.getOrCreate(), spark)
            self.assertIs(SparkContext.getOrCreate(), spark.sparkContext)
            self.assertEqual((spark.sparkContext.appName, spark.conf.get("spark.x"), spark.sparkContext.master), ("one", "1", "local[1]"))
            with self.assertRaisesRegex(ValueError, "multiple SparkContexts"):
                SparkContext()
            self.assertEqual(spark.sparkContext.parallelize([1, 2]).sum(), 3)
        with SparkSession.builder.master("local[1]").config("spark.log.level", "OFF").getOrCreate() as again:
            self.assertIsNone(again.conf.get("spark.x", None))
            self.assertEqual(again.sparkContext.parallelize([1, 2], 1).count(), 2)

    def test_job_after_stop_fails(self):
        context = SparkContext(master="local[1]", conf=SparkConf(False).set("spark.log.level", "OFF"))
        rdd = context.parallelize([1])
        context.stop()
        context.stop()
        with self.assertRaisesRegex(Exception, "shut down"):
            rdd.count()


class Refusals(StandInCase):
    def assert_refused(self, name, call):
        with self.assertRaises((NotImplementedError, ImportError)) as caught:
            call()
        self.assertIn(name, str(caught.exception))
        self.assertIn("SPARK_HOME", str(caught.exception))
        self.assertIn("./run --kubeconfig", str(caught.exception))

    def test_what_is_missing_is_named(self):
        spark = SparkSession(self.sc)
        self.assert_refused("SparkSession.createDataFrame", lambda: spark.createDataFrame([(1,)]))
        self.assert_refused("SparkSession.sql", lambda: spark.sql("select 1"))
        self.assert_refused("spark.read.parquet", lambda: spark.read.parquet("/x"))
        self.assert_refused("DataFrame.show", lambda: spark.read.text("/x").show())
        self.assert_refused("SparkSession.builder.enableHiveSupport", lambda: SparkSession.builder.enableHiveSupport())
        self.assert_refused("RDD.toDF", lambda: self.sc.parallelize([1]).toDF())
        self.assert_refused("RDD.cartesian", lambda: self.sc.parallelize([1]).cartesian)
        self.assert_refused("SparkContext.sequenceFile", lambda: self.sc.sequenceFile("/x"))
        self.assert_refused("pyspark.SparkFiles", lambda: pyspark.SparkFiles)
        self.assert_refused("pyspark.sql.functions", lambda: __import__("pyspark.sql.functions"))
        self.assert_refused("pyspark.ml", lambda: __import__("pyspark.ml"))
        with self.assertRaisesRegex(ImportError, "pyspark.sql.functions.*SPARK_HOME"):
            from pyspark.sql import functions  # noqa: F401

    def test_hasattr_answers(self):
        self.assertFalse(hasattr(self.sc.parallelize([1]), "toDF"))
        self.assertTrue(hasattr(self.sc, "parallelize"))

    def test_annotations_of_scripts(self):
        def typed(rdd: RDD[int], values: ResultIterable[str], shared: pyspark.Broadcast[dict]) -> None:
            pass

        self.assertEqual(typed.__annotations__["rdd"].__args__, (int,))

    def test_text_as_rows(self):
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
            file.write("a b\nc\n")
            file.flush()
            rows = SparkSession(self.sc).read.text(file.name).rdd
            self.assertEqual(rows.collect(), [Row(value="a b"), Row(value="c")])
            self.assertEqual(rows.map(lambda row: (row[0], row.value, row["value"])).first(), ("a b",) * 3)


class Rows(unittest.TestCase):
    def test_row(self):
        row = Row(name="x", age=3)
        self.assertEqual((row.name, row["age"], row[1], tuple(row), row.asDict()), ("x", 3, 3, ("x", 3), {"name": "x", "age": 3}))
        self.assertEqual(repr(row), "Row(name='x', age=3)")
        self.assertTrue("age" in row and "size" not in row)
        self.assertEqual(pickle.loads(pickle.dumps(row)).age, 3)
        person = Row("name", "age")
        self.assertEqual(person("y", 4).age, 4)
        with self.assertRaises(AttributeError):
            row.size
        with self.assertRaises(ValueError):
            row["size"]


class Settings(unittest.TestCase):
    def test_sizes(self):
        sizes = {"512m": 512 << 20, "2g": 2 << 30, "1024": 1 << 30, "1gb": 1 << 30, "100B": 100, "3K": 3072}
        self.assertEqual({text: parse_memory(text) for text in sizes}, sizes)
        for text in ("", "x", "1.5g", "-1m", "1x"):
            with self.assertRaises(ValueError):
                parse_memory(text)

    def test_conf(self):
        conf = SparkConf(loadDefaults=False).setAppName("a").set("spark.b", True).setExecutorEnv("X", "1").setIfMissing("spark.b", "2")
        self.assertEqual((conf.get("spark.b"), conf.get("spark.executorEnv.X"), conf.contains("spark.c")), ("true", "1", False))
        with self.assertRaisesRegex(ValueError, "spark.app.name should be a whole number"):
            conf.int("spark.app.name", 1)


if __name__ == "__main__":
    unittest.main()
