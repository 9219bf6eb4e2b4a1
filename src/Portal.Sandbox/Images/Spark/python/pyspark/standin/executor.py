"""An executor: takes tasks from the driver, runs them in workers, keeps shuffle files and cached partitions and serves them to others."""

import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import Pipe
from urllib.parse import urlsplit

from . import log, serial, wire
from .blocks import BlockStore


class Worker:
    """A worker process and the pipe to it."""

    def __init__(self, arguments):
        self._pipe, theirs = Pipe()
        command = [sys.executable, "-u", "-m", "pyspark.standin.worker", str(theirs.fileno()), *arguments]
        self._process = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)
        theirs.close()
        self._sending = threading.Lock()
        self.killed = False

    def run(self, task, stage):
        """The task's outcome, or None when the process died over it."""
        try:
            self.send("task", task, stage)
            return self._pipe.recv()
        except (EOFError, OSError):
            return None

    def send(self, *message):
        with self._sending:
            self._pipe.send(message)

    def kill(self):
        self.killed = True
        self._process.kill()

    def exit_reason(self):
        code = self._process.wait()
        self._pipe.close()
        return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


class Executor:
    def __init__(self, executor_id, cores, host, driver, secret, folder):
        self._id = executor_id
        self._cores = cores
        self._store = BlockStore(folder)
        self._blocks = wire.Server(host, secret, self._store.serve)
        self._driver = wire.Channel(wire.connect(driver, secret))
        self._threads = ThreadPoolExecutor(cores)
        self._lock = threading.Lock()
        self._running = {}
        self._cancelled = set()
        self._workers = set()
        self._idle = queue.SimpleQueue()
        self._arguments = None

    def run(self):
        """Until the driver says stop or hangs up."""
        self._driver.send("register", self._id, self._cores, self._blocks.address)
        try:
            while True:
                kind, *message = self._driver.receive()
                if kind == "stop":
                    log.info("CoarseGrainedExecutorBackend", "Driver commanded a shutdown")
                    return
                getattr(self, "_on_" + kind)(*message)
        except (EOFError, OSError):
            log.error("CoarseGrainedExecutorBackend", "Driver disassociated! Shutting down.")

    def close(self):
        with self._lock:
            for worker in self._workers:
                worker.kill()

    def _on_registered(self, driver_blocks):
        log.info("CoarseGrainedExecutorBackend", "Successfully registered with driver")
        self._arguments = [self._id, self._store.folder, driver_blocks[0], str(driver_blocks[1])]
        for _ in range(self._cores):
            self._idle.put(self._start_worker())

    def _start_worker(self):
        worker = Worker(self._arguments)
        with self._lock:
            self._workers.add(worker)
        return worker

    def _on_stage(self, name, binary):
        self._store.put(name, binary)

    def _on_drop(self, prefix):
        self._store.drop(prefix)

    def _on_forget(self, broadcast_id):
        self._store.drop(f"broadcast_{broadcast_id}")
        with self._lock:
            workers = list(self._workers)
        for worker in workers:
            try:
                worker.send("forget", broadcast_id)
            except OSError:
                pass  # It has died and takes the value along.

    def _on_task(self, payload, stage):
        self._threads.submit(self._run_task, serial.load(payload), stage)

    def _on_kill(self, task_id):
        with self._lock:
            self._cancelled.add(task_id)
            worker = self._running.get(task_id)
            if worker:
                worker.kill()

    def _run_task(self, task, stage):
        name = f"task {task.index}.{task.attempt} in stage {task.stage_id}.{task.stage_attempt} (TID {task.task_id})"
        log.info("Executor", f"Running {name}")
        worker = self._idle.get()
        with self._lock:
            self._running[task.task_id] = worker
            cancelled = task.task_id in self._cancelled
        outcome = {"status": "killed"} if cancelled else worker.run(task, stage)
        with self._lock:
            del self._running[task.task_id]
            self._cancelled.discard(task.task_id)
        if outcome is None:
            outcome = self._after_crash(worker)
        elif worker.killed:
            self._replace(worker)
        else:
            self._idle.put(worker)
        if outcome["status"] == "ok":
            log.info("Executor", f"Finished {name}. {len(outcome['result'])} bytes result sent to driver")
        elif outcome["status"] != "killed":
            log.error("Executor", f"Exception in {name}\n{outcome['error']}")
        self._driver.send("finished", task.task_id, outcome)

    def _after_crash(self, worker):
        killed = worker.killed
        reason = self._replace(worker)
        if killed:
            return {"status": "killed"}
        error = f"Python worker exited unexpectedly (crashed): {reason}"
        return {"status": "failed", "error": error, "summary": error}

    def _replace(self, worker):
        with self._lock:
            self._workers.discard(worker)
        reason = worker.exit_reason()
        self._idle.put(self._start_worker())
        return reason


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    environment = os.environ
    executor_id = environment["SPARK_EXECUTOR_ID"]
    driver = urlsplit(environment["SPARK_DRIVER_URL"])
    host = environment.get("SPARK_EXECUTOR_POD_IP") or "127.0.0.1"
    secret = environment[wire.SECRET_VARIABLE].encode()
    log.info("CoarseGrainedExecutorBackend", f"Executor {executor_id} of {environment['SPARK_APPLICATION_ID']}, connecting to {driver.netloc}")
    folder = tempfile.mkdtemp(prefix="spark-executor-", dir=environment.get("SPARK_LOCAL_DIRS", "").split(",")[0] or None)
    executor, code = None, 0
    try:
        executor = Executor(executor_id, int(environment["SPARK_EXECUTOR_CORES"]), host, (driver.hostname, driver.port), secret, folder)
        executor.run()
    except SystemExit as exit_:
        code = exit_.code
    except OSError as error:
        log.error("CoarseGrainedExecutorBackend", f"Cannot reach the driver at {driver.netloc}: {error}")
        code = 1
    finally:
        if executor:
            executor.close()
        shutil.rmtree(folder, ignore_errors=True)
    # Threads of the pool may still wait for a worker; nobody waits for them.
    os._exit(code)


if __name__ == "__main__":
    main()
