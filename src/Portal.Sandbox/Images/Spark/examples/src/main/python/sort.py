"""Sorts the whole numbers of a text file: sort.py FILE"""

import sys

from pyspark.sql import SparkSession

if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: sort.py FILE")
    spark = SparkSession.builder.appName("PythonSort").getOrCreate()
    numbers = spark.sparkContext.textFile(sys.argv[1]).flatMap(str.split).map(int)
    for number in numbers.sortBy(lambda each: each).collect():
        print(number)
    spark.stop()
