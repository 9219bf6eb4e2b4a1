"""Estimates pi: pi.py [PARTITIONS]"""

import random
import sys
from operator import add

from pyspark.sql import SparkSession

DARTS = 500_000  # per partition


def darts_in_circle(partition):
    source = random.Random(partition)
    inside = 0
    for _ in range(DARTS):
        x, y = source.random(), source.random()
        inside += x * x + y * y <= 1
    return inside


def main():
    partitions = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    spark = SparkSession.builder.appName("pi").getOrCreate()
    print(f"Throwing {partitions * DARTS:,} darts in {partitions} partitions")
    inside = spark.sparkContext.parallelize(range(partitions), partitions).map(darts_in_circle).reduce(add)
    print(f"Pi is roughly {4 * inside / (partitions * DARTS):.5f}")
    spark.stop()


if __name__ == "__main__":
    main()
