"""Errors that scripts may want to catch."""


class PySparkException(Exception):
    """Base of the errors that PySpark itself raises."""


class PySparkRuntimeError(PySparkException, RuntimeError):
    """A call that cannot be done in this place, for example an RDD used inside a task."""


class PySparkTypeError(PySparkException, TypeError):
    """An argument of the wrong type."""


class SparkException(PySparkException):
    """A job failed; the message holds the failing task's own traceback."""


class NotInStandInError(NotImplementedError, AttributeError):
    """A call that Apache Spark has and the stand-in lacks. Also an AttributeError, so that hasattr() answers False."""
