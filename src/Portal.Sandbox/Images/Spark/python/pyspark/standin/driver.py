"""The driver's end of an application: listens for executors, serves broadcast values, and keeps a scheduler and a backend that has executors."""

import os
import secrets
import shutil
import tempfile

from . import log, wire
from .blocks import BlockStore
from .scheduler import Scheduler
from .stages import ExecutorState


class ExecutorRequest:
    """What a backend is asked for: so many executors of so many cores, each replaced when it ends, until that happened too often."""

    def __init__(self, instances, cores, environment, most_failures, give_up):
        self.instances = instances
        self.cores = cores
        self.environment = environment
        self._failures_left = most_failures
        self._most_failures = most_failures
        self._give_up = give_up

    def count_failure(self):
        """False when it was one too many; the application then ends."""
        self._failures_left -= 1
        if self._failures_left < 0:
            self._give_up(f"Max number of executor failures ({self._most_failures}) reached")
        return self._failures_left >= 0


class Driver:
    def __init__(self, conf, host, event_log):
        secret = secrets.token_hex(32).encode()
        self._folder = tempfile.mkdtemp(prefix="spark-driver-", dir=_local_folder(conf))
        self.store = BlockStore(self._folder)
        self._blocks = wire.Server(host, secret, self.store.serve)
        self.scheduler = Scheduler(max(1, conf.int("spark.task.maxFailures", 4)), event_log)
        self._endpoint = wire.Server(host, secret, self._serve)
        self._backend = None
        port = self._endpoint.address[1]
        log.info("SparkEnv", f"Driver listens on {host}:{port} for executors and on port {self._blocks.address[1]} for broadcasts")
        self.executor_environment = {
            "SPARK_DRIVER_URL": f"spark://CoarseGrainedScheduler@{host}:{port}",
            wire.SECRET_VARIABLE: secret.decode(),
            # Strings must have the same hash in all executors, or a key would not meet its like.
            "PYTHONHASHSEED": "0",
            "PYTHONUNBUFFERED": "1",
            **conf.prefixed("spark.executorEnv."),
        }

    def start(self, backend):
        self._backend = backend
        backend.start()

    def _serve(self, connection):
        """One executor, from its registration until it hangs up."""
        channel = wire.Channel(connection)
        kind, executor_id, cores, blocks = channel.receive()
        if kind != "register":
            return
        channel.send("registered", self._blocks.address)
        self.scheduler.executor_registered(ExecutorState(executor_id, cores, blocks, channel))
        try:
            while True:
                _, task_id, outcome = channel.receive()
                self.scheduler.task_ended(task_id, outcome)
        except (EOFError, OSError):
            pass
        if not self._backend.stopping:
            self.scheduler.executor_lost(executor_id, self._backend.why_lost(executor_id))

    def stop(self):
        self._backend.stopping = True
        self.scheduler.stop()
        self._backend.stop()
        self._endpoint.close()
        self._blocks.close()
        shutil.rmtree(self._folder, ignore_errors=True)


def _local_folder(conf):
    return (os.environ.get("SPARK_LOCAL_DIRS") or conf.get("spark.local.dir", "")).split(",")[0] or None
