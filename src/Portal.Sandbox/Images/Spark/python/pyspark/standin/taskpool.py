"""Executors and the tasks that run on them. Used by the scheduler's thread only."""

import time

from . import events, log, serial
from .clock import now_ms
from .stages import TaskAttempt
from .task import Task

STARVATION_SECONDS = 15


class TaskPool:
    def __init__(self, event_log, outputs, cached):
        self._events = event_log
        self._outputs = outputs
        self._cached = cached
        self._executors = {}
        self._tasks = {}
        self._launched = 0
        self._hungry_since = None

    def add(self, executor):
        self._executors[executor.id] = executor
        log.info("KubernetesClusterSchedulerBackend$KubernetesDriverEndpoint",
                 f"Registered executor {executor.host}:{executor.blocks[1]} with ID {executor.id}, {executor.cores} cores")
        self._events.write(events.executor_added(executor, now_ms()))

    def remove(self, executor_id, reason):
        """Forgets an executor and answers its tasks; None when it never registered."""
        executor = self._executors.pop(executor_id, None)
        if executor is None:
            return None
        log.error("TaskSchedulerImpl", f"Lost executor {executor_id} on {executor.host}: {reason}")
        self._events.write(events.executor_removed(executor_id, reason, now_ms()))
        return [self._tasks.pop(task_id) for task_id in sorted(executor.running)]

    def take(self, task_id):
        """The attempt that has ended; None when it went with its executor."""
        attempt = self._tasks.pop(task_id, None)
        if attempt:
            attempt.executor.running.discard(task_id)
        return attempt

    def has(self, executor):
        return self._executors.get(executor.id) is executor

    def tell_all(self, *message):
        for executor in self._executors.values():
            executor.tell(*message)

    def kill(self, job):
        for task_id, attempt in self._tasks.items():
            if attempt.stage.job is job:
                attempt.executor.tell("kill", task_id)

    def offer(self, stages):
        """Gives waiting tasks to free cores, in the order of stages; the executor with most free cores gets the next one."""
        for stage in stages:
            while stage.pending:
                executor = max(self._executors.values(), key=lambda e: e.free, default=None)
                if executor is None or executor.free < 1:
                    self._hungry_since = None if self._tasks else self._hungry_since or time.monotonic()
                    return
                partition = self._choose(stage, executor)
                stage.pending.remove(partition)
                self._launch(stage, partition, executor)
        self._hungry_since = None

    def seconds_to_warning(self):
        """When warn_if_starving should be called next; None while tasks run or none wait."""
        return self._hungry_since and max(0.0, self._hungry_since + STARVATION_SECONDS - time.monotonic())

    def warn_if_starving(self):
        if self._hungry_since and self.seconds_to_warning() == 0:
            log.warn("TaskSchedulerImpl", "Initial job has not accepted any resources; check your cluster UI to ensure that workers are "
                                          "registered and have sufficient resources")
            self._hungry_since = time.monotonic()

    def _choose(self, stage, executor):
        """A partition whose cached input is on the executor, or else one that is cached nowhere, or else the first."""
        def rank(partition):
            _, _, cached = stage.needs(partition)
            holders = {holder for key in cached for holder in self._cached.holders(key)}
            return 0 if executor.id in holders else 1 if not holders else 2

        return min(stage.pending, key=rank) if stage.uses_cache else stage.pending[0]

    def _launch(self, stage, partition, executor):
        splits, shuffles, _ = stage.needs(partition)
        segments = {(shuffle, index): self._outputs.segments(shuffle, index) for shuffle, indexes in shuffles.items() for index in indexes}
        task = Task(self._launched, stage.id, stage.attempt, stage.index[partition], partition, stage.failures[partition], splits, segments,
                    stage.job.properties)
        self._launched += 1
        payload = serial.dump_function(task)
        attempt = TaskAttempt(task, stage, executor, now_ms())
        self._tasks[task.task_id] = attempt
        executor.running.add(task.task_id)
        stage.running.add(partition)
        log.info("TaskSetManager", f"Starting {attempt} ({executor.host}, executor {executor.id}, partition {partition}, "
                                   f"PROCESS_LOCAL, {len(payload)} bytes)")
        self._events.write(events.task_start(attempt))
        if stage.block not in executor.stages:
            executor.stages.add(stage.block)
            executor.tell("stage", stage.block, stage.binary)
        executor.tell("task", payload, stage.block)
