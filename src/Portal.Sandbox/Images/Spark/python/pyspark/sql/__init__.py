"""What the stand-in has of pyspark.sql: a session, rows, and text files as rows. DataFrames need a real Spark."""

from ..standin import missing
from .row import Row
from .session import SparkSession

__all__ = ["Row", "SparkSession"]

__getattr__ = missing.attribute_of("pyspark.sql")
