"""Averages sensor readings day by day. The seventh day has readings that are not numbers, and the job fails on them."""

import os
import time

from pyspark.sql import SparkSession

# Executors have the job's files at the same place as the driver.
READINGS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "readings.csv")
HEADER = "time,sensor,celsius"


def parse_reading(line):
    when, sensor, celsius = line.split(",")
    return sensor, float(celsius)


def main():
    spark = SparkSession.builder.appName("bad-data").getOrCreate()
    lines = spark.sparkContext.textFile("file://" + READINGS).filter(lambda line: line != HEADER).cache()
    days = lines.map(lambda line: line[:10]).distinct().collect()
    print(f"{lines.count()} readings of {len(days)} days", flush=True)
    for day in sorted(days):
        of_day = lines.filter(lambda line: line.startswith(day)).map(parse_reading)
        means = of_day.groupByKey().mapValues(lambda values: sum(values) / len(values)).sortByKey().collect()
        print(day, "  ".join(f"{sensor} {mean:.1f}" for sensor, mean in means), flush=True)
        time.sleep(0.3)
    spark.stop()


if __name__ == "__main__":
    main()
