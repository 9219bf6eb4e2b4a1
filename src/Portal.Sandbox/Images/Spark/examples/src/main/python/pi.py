"""Estimates pi by throwing darts at a square: pi.py [PARTITIONS]"""

import random
import sys

from pyspark.sql import SparkSession

DARTS_PER_PARTITION = 100_000


def hits(seed):
    darts = random.Random(seed)
    return sum(darts.random() ** 2 + darts.random() ** 2 <= 1 for _ in range(DARTS_PER_PARTITION))


if __name__ == "__main__":
    partitions = int(sys.argv[1]) if len(sys.argv) > 1 else 2
    spark = SparkSession.builder.appName("PythonPi").getOrCreate()
    total = spark.sparkContext.parallelize(range(partitions), partitions).map(hits).reduce(lambda a, b: a + b)
    print(f"Pi is roughly {4 * total / (DARTS_PER_PARTITION * partitions):f}")
    spark.stop()
