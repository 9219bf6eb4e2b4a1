"""SparkContext: a script's way to an application."""

import atexit
import os
import threading
from itertools import count

from . import accumulators
from .broadcast import Broadcast
from .conf import SparkConf
from .errors import PySparkRuntimeError
from .rdd import RDD
from .standin import log, missing, plan, serial, sources
from .standin.application import Application, default_name, user
from .standin.callsite import call_site
from .version import __version__


class SparkContext:
    _active_spark_context = None
    _lock = threading.RLock()
    __getattr__ = missing.attribute_of("SparkContext")

    PACKAGE_EXTENSIONS = (".zip", ".egg", ".jar")

    def __init__(self, master=None, appName=None, sparkHome=None, pyFiles=None, environment=None, batchSize=0, serializer=None, conf=None):
        with SparkContext._lock:
            if SparkContext._active_spark_context:
                raise ValueError("Cannot run multiple SparkContexts at once; stop the existing one first")
            if pyFiles:
                missing.refuse("SparkContext(pyFiles=...)")
            self._conf = (conf or SparkConf()).copy()
            if master:
                self._conf.setMaster(master)
            if appName:
                self._conf.setAppName(appName)
            for key, value in (environment or {}).items():
                self._conf.setExecutorEnv(key, value)
            in_cluster = "KUBERNETES_SERVICE_HOST" in os.environ
            self._conf.setIfMissing("spark.master", "k8s://https://kubernetes.default.svc" if in_cluster else "local[*]")
            self._conf.setIfMissing("spark.app.name", default_name())
            log.set_level(self._conf.get("spark.log.level", "INFO"))
            log.info("SparkContext", f"Running the sandbox's stand-in, version {__version__}, not Apache Spark")
            log.info("SparkContext", f"Submitted application: {self.appName}")
            self._rdds, self._shuffles, self._broadcasts = count(), count(), count()
            self._local = threading.local()
            self._application = Application(self._conf)
            self._scheduler = self._application.driver.scheduler
            SparkContext._active_spark_context = self
            atexit.register(self.stop)

    @classmethod
    def getOrCreate(cls, conf=None):
        with cls._lock:
            return cls._active_spark_context or cls(conf=conf)

    def stop(self):
        with SparkContext._lock:
            self._application.stop()
            if SparkContext._active_spark_context is self:
                SparkContext._active_spark_context = None
                atexit.unregister(self.stop)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def __reduce__(self):
        raise PySparkRuntimeError(
            "It appears that you are attempting to reference SparkContext from a broadcast variable, action, or transformation. SparkContext "
            "can only be used on the driver, not in code that it run on workers. For more information, see SPARK-5063."
        )

    def __repr__(self):
        return f"<SparkContext master={self.master} appName={self.appName}>"

    # What it is.

    @property
    def version(self):
        return __version__

    @property
    def applicationId(self):
        return self._application.app_id

    @property
    def appName(self):
        return self._conf.get("spark.app.name")

    @property
    def master(self):
        return self._conf.get("spark.master")

    @property
    def startTime(self):
        return self._application.started

    @property
    def uiWebUrl(self):
        return None

    @property
    def defaultParallelism(self):
        return self._conf.int("spark.default.parallelism", None) or max(
            self._application.executors * self._application.cores, 1 if self._application.local else 2)

    @property
    def defaultMinPartitions(self):
        return min(self.defaultParallelism, 2)

    def sparkUser(self):
        return user()

    def getConf(self):
        return self._conf.copy()

    def setLogLevel(self, logLevel):
        log.set_level(logLevel)

    # Properties of the jobs that this thread starts.

    def setLocalProperty(self, key, value):
        if value is None:
            self._properties().pop(key, None)
        else:
            self._properties()[key] = str(value)

    def getLocalProperty(self, key):
        return self._properties().get(key)

    def setJobDescription(self, value):
        self.setLocalProperty("spark.job.description", value)

    def setJobGroup(self, groupId, description, interruptOnCancel=False):
        self.setLocalProperty("spark.jobGroup.id", groupId)
        self.setJobDescription(description)

    def _properties(self):
        return self._local.__dict__.setdefault("properties", {})

    # RDDs.

    def parallelize(self, c, numSlices=None):
        slices = sources.slices(c, self.defaultParallelism if numSlices is None else max(1, numSlices))
        return self._source("ParallelCollectionRDD", lambda: slices, sources.read_slice)

    def range(self, start, end=None, step=1, numSlices=None):
        return self.parallelize(range(start, end, step) if end is not None else range(0, start, step), numSlices)

    def emptyRDD(self):
        return self._source("EmptyRDD", list, sources.read_slice)

    def textFile(self, name, minPartitions=None, use_unicode=True):
        least = self.defaultMinPartitions if minPartitions is None else minPartitions
        return self._source(name, lambda: sources.text_splits(name, least), sources.read_lines)

    def wholeTextFiles(self, path, minPartitions=None, use_unicode=True):
        least = self.defaultMinPartitions if minPartitions is None else minPartitions

        def splits():
            files = sources.find_files(path)
            parts = max(1, min(least, len(files)))
            return [files[len(files) * i // parts:len(files) * (i + 1) // parts] for i in range(parts)]

        return self._source(path, splits, sources.read_whole)

    def union(self, rdds):
        if len(rdds) == 1:
            return rdds[0]
        parents = [rdd._node for rdd in rdds]
        partitioner = rdds[0].partitioner
        if partitioner and all(rdd.partitioner == partitioner for rdd in rdds):
            return RDD(plan.Joined(self._next_rdd(), parents, "PartitionerAwareUnionRDD", call_site()), self, partitioner)

        def groups():
            return [[(parent, at)] for parent, node in enumerate(parents) for at in range(node.partitions())]

        return RDD(plan.Grouped(self._next_rdd(), parents, "UnionRDD", call_site(), groups), self)

    def _source(self, name, splits, read):
        return RDD(plan.Source(self._next_rdd(), name, call_site(), splits, read), self)

    def _next_rdd(self):
        return next(self._rdds)

    def _next_shuffle(self):
        return next(self._shuffles)

    # Jobs and shared variables.

    def runJob(self, rdd, partitionFunc, partitions=None, allowLocal=False):
        """What partitionFunc yields for each partition, in one list."""
        return [record for records in self._run(rdd, lambda _, part: list(partitionFunc(part)), partitions) for record in records]

    def _run(self, rdd, function, partitions=None):
        """What function(index, records) returns, per partition."""
        if partitions is None:
            partitions = range(rdd.getNumPartitions())
        return self._scheduler.run_job(rdd._node, function, partitions, call_site(), dict(self._properties()))

    def broadcast(self, value):
        broadcast = Broadcast(next(self._broadcasts), value, self)
        self._application.driver.store.put(f"broadcast_{broadcast.bid}", serial.dump_function(value))
        return broadcast

    def _drop_broadcast(self, bid, everywhere):
        self._scheduler.forget_broadcast(bid)
        if everywhere:
            self._application.driver.store.drop(f"broadcast_{bid}")

    def accumulator(self, value, accum_param=None):
        return accumulators.create(value, accum_param)
