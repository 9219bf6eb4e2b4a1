"""SparkSession: the usual way into a script. Only what leads to RDDs is here."""

from ..conf import SparkConf
from ..context import SparkContext
from ..standin import missing
from .row import Row


class Builder:
    __getattr__ = missing.attribute_of("SparkSession.builder")

    def __init__(self):
        self._options = {}

    def appName(self, name):
        return self.config("spark.app.name", name)

    def master(self, master):
        return self.config("spark.master", master)

    def config(self, key=None, value=None, conf=None, *, map=None):
        if conf is not None:
            self._options.update(conf.getAll())
        elif map is not None:
            self._options.update(map)
        else:
            self._options[key] = value
        return self

    def getOrCreate(self):
        if SparkSession._active is None or SparkSession._active.sparkContext is not SparkContext._active_spark_context:
            SparkSession._active = SparkSession(SparkContext.getOrCreate(SparkConf().setAll(self._options.items())))
        return SparkSession._active


class _NewBuilder:
    """Each mention of SparkSession.builder is a builder of its own, so that options of one session do not reach the next."""

    def __get__(self, instance, owner):
        return Builder()


class SparkSession:
    _active = None
    builder = _NewBuilder()
    __getattr__ = missing.attribute_of("SparkSession")

    def __init__(self, sparkContext):
        self._context = sparkContext

    @classmethod
    def getActiveSession(cls):
        return cls._active

    @property
    def sparkContext(self):
        return self._context

    @property
    def version(self):
        return self._context.version

    @property
    def conf(self):
        return RuntimeConfig(self._context._conf)

    @property
    def read(self):
        return DataFrameReader(self)

    def stop(self):
        self._context.stop()
        SparkSession._active = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


class RuntimeConfig:
    """spark.conf"""

    __getattr__ = missing.attribute_of("spark.conf")

    def __init__(self, conf):
        self._conf = conf

    def get(self, key, *default):
        value = self._conf.get(key, *default)
        if value is None and not default:
            raise KeyError(f"[SQL_CONF_NOT_FOUND] The SQL config {key!r} cannot be found.")
        return value

    def set(self, key, value):
        self._conf.set(key, value)


class DataFrameReader:
    """spark.read"""

    __getattr__ = missing.attribute_of("spark.read")

    def __init__(self, session):
        self._session = session

    def text(self, paths, wholetext=False, lineSep=None, **options):
        if wholetext or lineSep or options:
            missing.refuse("spark.read.text with wholetext, lineSep or other options")
        return TextFrame(self._session, paths if isinstance(paths, str) else ",".join(paths))


class TextFrame:
    """What spark.read.text gives: rows with one column, `value`, to be read through `.rdd`."""

    __getattr__ = missing.attribute_of("DataFrame")

    def __init__(self, session, paths):
        self._session = session
        self._paths = paths

    @property
    def sparkSession(self):
        return self._session

    @property
    def columns(self):
        return ["value"]

    @property
    def rdd(self):
        return self._session.sparkContext.textFile(self._paths).map(lambda line: Row(value=line))
