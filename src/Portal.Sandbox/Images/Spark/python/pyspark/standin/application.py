"""Starting and ending an application: what it is called, where its executors come from, and how its process ends."""

import getpass
import io
import os
import platform
import secrets
import signal
import sys
import threading

from ..version import __version__
from . import events, kubernetes, local, log
from .clock import now_ms
from .driver import Driver, ExecutorRequest
from .eventlog import EventLog, redact

# Exit code with which Spark gives up when executors fail again and again.
_TOO_MANY_EXECUTOR_FAILURES = 11
_TERMINATED = 128 + signal.SIGTERM


class Application:
    """The running side of a SparkContext."""

    def __init__(self, conf):
        # A line at a time: unbuffered, Python writes a line's end by itself, and a line of the log may come between.
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(line_buffering=True, write_through=False)
        self.conf = conf
        self.started = now_ms()
        self._stopping = threading.Lock()
        self._stopped = False
        self.local = local.parse_master(conf.get("spark.master"))
        self.app_id = conf.get("spark.app.id") or (f"local-{self.started}" if self.local else "spark-" + secrets.token_hex(16))
        conf.set("spark.app.id", self.app_id).set("spark.app.startTime", self.started)
        self.executors, self.cores = self.local or (_executors(conf), conf.int("spark.executor.cores", 1))
        pod = None if self.local else kubernetes.OwnPod.read(conf)
        self._events = EventLog(conf, self.app_id)
        host = "127.0.0.1" if self.local else pod.address
        self.driver = Driver(conf, host, self._events)
        self._write_start()
        environment = {**self.driver.executor_environment, "SPARK_APPLICATION_ID": self.app_id}
        most_failures = conf.int("spark.executor.maxNumFailures", max(3, 2 * self.executors))
        wanted = ExecutorRequest(self.executors, self.cores, environment, most_failures, self._give_up)
        self.driver.start(local.LocalBackend(wanted) if self.local else kubernetes.KubernetesBackend(wanted, conf, pod, self.app_id))
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=self._terminate).start())

    def _write_start(self):
        conf, write = self.conf, self._events.write
        write({"Event": "SparkListenerLogStart", "Spark Version": __version__})
        write(events.resource_profile(self.cores, conf.memory("spark.executor.memory", "1g") >> 20))
        jvm = {"Java Home": "", "Java Version": f"none (Python {platform.python_version()})", "Scala Version": ""}
        write(events.environment(jvm, redact(dict(conf.getAll())), {"sandbox.dataportal.dev/spark": "stand-in"}))
        write(events.application_start(conf.get("spark.app.name"), self.app_id, self.started, user()))

    def stop(self):
        with self._stopping:
            if self._stopped:
                return
            self._stopped = True
            log.info("SparkContext", "Invoking stop() from shutdown hook" if _exiting() else "SparkContext is stopping")
            self.driver.stop()
            self._events.write({"Event": "SparkListenerApplicationEnd", "Timestamp": now_ms()})
            self._events.close()
            log.info("SparkContext", "Successfully stopped SparkContext")

    def _terminate(self):
        log.error("CoarseGrainedSchedulerBackend", "RECEIVED SIGNAL TERM")
        self._end(_TERMINATED)

    def _give_up(self, reason):
        log.error("ExecutorPodsLifecycleManager", f"{reason}. The application is stopped.")
        threading.Thread(target=self._end, args=(_TOO_MANY_EXECUTOR_FAILURES,)).start()

    def _end(self, code):
        try:
            self.stop()
        finally:
            # Not sys.exit: the script may be waiting for a job, or may catch everything.
            sys.stdout.flush()
            os._exit(code)


def user():
    """Name of whoever runs the driver; containers often run as a number without a name."""
    try:
        return os.environ.get("SPARK_USER") or getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def default_name():
    return os.path.basename(sys.argv[0]) or "pyspark-shell"


def _executors(conf):
    if conf.flag("spark.dynamicAllocation.enabled", "false"):
        count = max(conf.int(f"spark.dynamicAllocation.{key}", 1) for key in ("minExecutors", "initialExecutors"))
        log.warn("ExecutorAllocationManager", f"The stand-in does not allocate executors dynamically; it asks for {count}")
        return count
    return conf.int("spark.executor.instances", 2)


def _exiting():
    return not threading.main_thread().is_alive()
