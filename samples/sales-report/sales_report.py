"""Prints a report over a year of sales: sales_report.py [FILE]"""

import csv
import os
import sys
from operator import add

from pyspark.sql import SparkSession

# Executors have the job's files at the same place as the driver.
SALES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "sales.csv")
HEADER = "date,region,product,quantity,unit_price"


def parse(lines):
    for date, region, product, quantity, unit_price in csv.reader(lines):
        yield {"month": date[:7], "region": region, "product": product, "revenue": int(quantity) * float(unit_price)}


def revenue_by(sales, field):
    return sales.map(lambda sale: (sale[field], sale["revenue"])).reduceByKey(add)


def print_table(title, rows):
    print(f"\n{title}")
    for name, amount in rows:
        print(f"  {name:<20} {amount:>14,.2f}")


def main():
    path = sys.argv[1] if len(sys.argv) > 1 else SALES
    spark = SparkSession.builder.appName("sales-report").getOrCreate()
    lines = spark.sparkContext.textFile("file://" + os.path.abspath(path), 4).filter(lambda line: line != HEADER)
    sales = lines.mapPartitions(parse).cache()

    stats = sales.map(lambda sale: sale["revenue"]).stats()
    print(f"{stats.count():,} sales, {stats.sum():,.2f} in all")
    print_table("Revenue by region", revenue_by(sales, "region").sortBy(lambda row: -row[1]).collect())
    print_table("Revenue by month", revenue_by(sales, "month").sortByKey().collect())
    print_table("Best products", revenue_by(sales, "product").takeOrdered(5, key=lambda row: -row[1]))
    print(f"\nA sale is worth {stats.mean():,.2f} on average, {stats.max():,.2f} at most")
    spark.stop()


if __name__ == "__main__":
    main()
