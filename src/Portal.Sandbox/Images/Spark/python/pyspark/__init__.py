"""A small stand-in for PySpark, so that Spark's RDD scripts can be tried with nothing installed. It is not Apache Spark.

Transformations build a lineage (standin/plan.py), actions hand it to a scheduler in the driver (standin/scheduler.py), and executors, which are
pods of the application (standin/kubernetes.py), run its tasks (standin/executor.py, worker.py, task.py).
"""

from .standin import missing

missing.install()

from .accumulators import Accumulator, AccumulatorParam  # noqa: E402
from .broadcast import Broadcast  # noqa: E402
from .conf import SparkConf  # noqa: E402
from .context import SparkContext  # noqa: E402
from .rdd import RDD  # noqa: E402
from .storagelevel import StorageLevel  # noqa: E402
from .taskcontext import TaskContext  # noqa: E402
from .version import __version__  # noqa: E402

__all__ = ["Accumulator", "AccumulatorParam", "Broadcast", "RDD", "SparkConf", "SparkContext", "StorageLevel", "TaskContext", "__version__"]

__getattr__ = missing.attribute_of("pyspark")
