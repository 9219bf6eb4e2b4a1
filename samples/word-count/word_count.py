"""Counts words: word_count.py [--rounds N] [--top N]"""

import argparse
import os
import re
import time
from operator import add

from pyspark.sql import SparkSession

# Executors have the job's files at the same place as the driver.
TEXT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "lighthouse.txt")
WORD = re.compile(r"[a-z']+")


def words(line):
    return WORD.findall(line.lower())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5, help="how often to count, about a second each")
    parser.add_argument("--top", type=int, default=10, help="how many words to print")
    options = parser.parse_args()

    spark = SparkSession.builder.appName("word-count").getOrCreate()
    lines = spark.sparkContext.textFile("file://" + TEXT, 4)
    print(f"Counting the words of {os.path.basename(TEXT)}: {lines.count()} lines", flush=True)

    counts = None
    for turn in range(1, options.rounds + 1):
        started = time.time()
        counts = lines.flatMap(words).map(lambda word: (word, 1)).reduceByKey(add)
        total, distinct = counts.values().sum(), counts.count()
        print(f"Round {turn} of {options.rounds}: {total} words, {distinct} of them different", flush=True)
        if turn < options.rounds:
            time.sleep(max(0.0, 1 - (time.time() - started)))

    if counts:
        for word, count in counts.takeOrdered(options.top, key=lambda pair: (-pair[1], pair[0])):
            print(f"{count:6d}  {word}")
    spark.stop()


if __name__ == "__main__":
    main()
