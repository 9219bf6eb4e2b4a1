"""Executors as processes beside the driver, for master local[n] and local-cluster[executors,cores,memory]."""

import os
import re
import subprocess
import sys
import threading

from . import log

_MASTER = re.compile(r"local(?:\[(\d+|\*)(?:,\d+)?\])?|local-cluster\[(\d+),(\d+),\d+\]")


class LocalBackend:
    def __init__(self, wanted):
        self.stopping = False
        self._wanted = wanted
        self._started = 0
        self._processes = {}
        self._lock = threading.Lock()

    def start(self):
        for _ in range(self._wanted.instances):
            self._launch()

    def _launch(self):
        with self._lock:
            if self.stopping:
                return
            self._started += 1
            executor_id = str(self._started)
            environment = {
                **os.environ, **self._wanted.environment, "SPARK_EXECUTOR_ID": executor_id, "SPARK_EXECUTOR_CORES": str(self._wanted.cores),
            }
            command = [sys.executable, "-u", "-m", "pyspark.standin.executor"]
            process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL)
            self._processes[executor_id] = process
        threading.Thread(target=self._watch, args=(process,), daemon=True).start()

    def _watch(self, process):
        process.wait()
        if not self.stopping and self._wanted.count_failure():
            self._launch()

    def why_lost(self, executor_id):
        process = self._processes[executor_id]
        try:
            return f"Process exited with code {process.wait(timeout=5)}."
        except subprocess.TimeoutExpired:
            return "It closed its connection."

    def stop(self):
        with self._lock:
            processes = list(self._processes.values())
        for process in processes:
            try:
                process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                log.warn("StandaloneSchedulerBackend", f"Executor process {process.pid} did not end; killing it")
                process.kill()


def parse_master(master):
    """(executors, cores of each) of a local master; None for any other."""
    match = _MASTER.fullmatch(master)
    if not match:
        return None
    if match[2]:
        return int(match[2]), int(match[3])
    return 1, os.cpu_count() or 1 if match[1] == "*" else int(match[1] or 1)
