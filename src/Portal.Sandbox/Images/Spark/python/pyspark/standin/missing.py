"""Says which call is missing, and what to do, wherever a script leaves what the stand-in can do."""

import sys

from ..errors import NotInStandInError

ADVICE = (
    "This sandbox runs a small stand-in with Spark's RDD API, not Apache Spark. To run this job on a real Spark, install one, "
    "set SPARK_HOME and start ./run again, or use a real cluster with ./run --kubeconfig FILE."
)


def text(name):
    return f"{name} is not in the stand-in. {ADVICE}"


def refuse(name):
    raise NotInStandInError(text(name))


def attribute_of(owner):
    """A module's or class's __getattr__ that names what is missing; underscored names fail as they do anywhere."""

    def getattr_(*args):
        name = args[-1]
        if name.startswith("_"):
            raise AttributeError(f"{owner} has no attribute {name!r}")
        refuse(f"{owner}.{name}")

    return getattr_


class _MissingModules:
    """Last on sys.meta_path: an import below pyspark that nobody else could serve."""

    def find_spec(self, fullname, path=None, target=None):
        if fullname.startswith("pyspark."):
            raise ImportError(text(fullname), name=fullname)
        return None


def install():
    if not any(isinstance(finder, _MissingModules) for finder in sys.meta_path):
        sys.meta_path.append(_MissingModules())
