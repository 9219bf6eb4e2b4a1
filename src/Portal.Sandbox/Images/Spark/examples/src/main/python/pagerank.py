"""Ranks pages by the links to them: pagerank.py FILE ITERATIONS, where each line of FILE is `page linked-page`."""

import sys

from pyspark.sql import SparkSession

DAMPING = 0.85


def shares(targets, rank):
    """What each target gets of its page's rank."""
    for target in targets:
        yield target, rank / len(targets)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: pagerank.py FILE ITERATIONS")
    spark = SparkSession.builder.appName("PythonPageRank").getOrCreate()
    links = spark.sparkContext.textFile(sys.argv[1]).map(lambda line: tuple(line.split()[:2])).distinct().groupByKey().cache()
    ranks = links.mapValues(lambda _: 1.0)
    for _ in range(int(sys.argv[2])):
        given = links.join(ranks).flatMap(lambda page: shares(*page[1]))
        ranks = given.reduceByKey(lambda a, b: a + b).mapValues(lambda total: 1 - DAMPING + DAMPING * total)
    for page, rank in sorted(ranks.collect()):
        print(f"{page} has rank: {rank:.6f}")
    spark.stop()
