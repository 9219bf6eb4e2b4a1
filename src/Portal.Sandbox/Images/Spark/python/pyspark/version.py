"""Version of the API that the stand-in follows; the suffix tells it from Apache Spark."""

__version__ = "4.0.0.standin"
