"""What the tests of the stand-in share: one application for a test module, and ways to watch it from outside."""

import random
import unittest

from pyspark import SparkConf, SparkContext


class StandInCase(unittest.TestCase):
    """Two executors with two cores each, as processes beside the driver."""

    conf = {}

    @classmethod
    def setUpClass(cls):
        conf = SparkConf(loadDefaults=False).setMaster("local-cluster[2,2,512]").setAppName(cls.__name__)
        conf.set("spark.log.level", "OFF").setAll(cls.conf.items())
        cls.sc = SparkContext(conf=conf)

    @classmethod
    def tearDownClass(cls):
        cls.sc.stop()

    def setUp(self):
        self.random = random.Random(self.id())

    def numbers(self, most=200, high=50):
        return [self.random.randrange(-high, high) for _ in range(self.random.randrange(most))]

    def pairs(self, most=100, keys=12):
        return [(self.random.choice("abcdefghijkl"[:keys]), self.random.randrange(100)) for _ in range(self.random.randrange(most))]

    def slices(self):
        return self.random.randrange(1, 9)
