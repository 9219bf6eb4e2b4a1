"""Finds every pair of connected nodes of a random graph: transitive_closure.py [PARTITIONS]"""

import random
import sys

from pyspark.sql import SparkSession

NODES, EDGES = 100, 200


def random_graph():
    source = random.Random(42)
    edges = set()
    while len(edges) < EDGES:
        start, end = source.randrange(NODES), source.randrange(NODES)
        if start != end:
            edges.add((start, end))
    return sorted(edges)


if __name__ == "__main__":
    partitions = int(sys.argv[1]) if len(sys.argv) > 1 else 2
    spark = SparkSession.builder.appName("PythonTransitiveClosure").getOrCreate()
    paths = spark.sparkContext.parallelize(random_graph(), partitions).cache()
    # A path from x to y and an edge from y to z make a path from x to z.
    edges_by_end = paths.map(lambda edge: (edge[1], edge[0]))
    known, count = -1, paths.count()
    while count != known:
        known = count
        longer = paths.join(edges_by_end).map(lambda pair: (pair[1][1], pair[1][0]))
        paths = paths.union(longer).distinct(partitions).cache()
        count = paths.count()
    print(f"The graph has {count} pairs of connected nodes")
    spark.stop()
