"""Runs jobs: submits a stage when its parents' outputs are there, takes in what its tasks answer, and repeats what was lost."""

import queue
import threading
import time
import traceback
from itertools import count

from .. import accumulators
from ..errors import SparkException
from . import events, log, serial
from .clock import now_ms
from .outputs import CachedPartitions, MapOutputs
from .plan import Lineage
from .stages import Job
from .taskpool import TaskPool

_MAX_STAGE_ATTEMPTS = 4
_PYTHON_EXCEPTION = "org.apache.spark.api.python.PythonException"


class Scheduler:
    """One thread owns all state; whoever has something to tell it posts a call."""

    def __init__(self, max_failures, event_log):
        self._max_failures = max_failures
        self._events = event_log
        self._outputs = MapOutputs()
        self._cached = CachedPartitions()
        self._pool = TaskPool(event_log, self._outputs, self._cached)
        self._jobs = {}
        self._job_ids, self._stage_ids = count(), count()
        self._stopped = None
        self._inbox = queue.SimpleQueue()
        threading.Thread(target=self._run, name="dag-scheduler-event-loop", daemon=True).start()

    def _run(self):
        while True:
            try:
                call, args = self._inbox.get(timeout=self._pool.seconds_to_warning())
            except queue.Empty:
                self._pool.warn_if_starving()
                continue
            try:
                call(*args)
                self._pool.offer([stage for job in self._jobs.values() for stage in job.stages if stage.active])
            except Exception as error:
                # A fault of the scheduler itself: nobody may wait for ever.
                log.error("DAGSchedulerEventProcessLoop", traceback.format_exc())
                jobs, self._jobs = self._jobs, {}
                for job in jobs.values():
                    job.future.set_exception(SparkException(f"Job {job.id} cancelled because the scheduler failed: {error!r}"))

    def _post(self, call, *args):
        self._inbox.put((call, args))

    # From the script's threads.

    def run_job(self, node, function, partitions, call_site, properties):
        """Results of the partitions, in their order. Waits; SparkException when the job fails."""
        started = time.monotonic()
        log.info("SparkContext", f"Starting job: {call_site}")
        # Stages are cut here and not on the scheduler's thread, so that a missing input reaches the caller as the error that it is.
        job = Job(next(self._job_ids), node, function, partitions, call_site, properties)
        job.build_stages(lambda: next(self._stage_ids))
        self._post(self._submit, job)
        results = job.future.result()
        log.info("DAGScheduler", f"Job {job.id} finished: {call_site}, took {time.monotonic() - started:.6f} s")
        return [results[partition] for partition in job.partitions]

    def drop_cached(self, node_id):
        self._post(self._cached.drop, node_id)
        self._post(self._pool.tell_all, "drop", f"rdd_{node_id}")

    def forget_broadcast(self, broadcast_id):
        self._post(self._pool.tell_all, "forget", broadcast_id)

    def stop(self):
        """Fails what runs and whatever is asked for later, and tells executors to end."""
        done = threading.Event()
        self._post(self._stop, done)
        done.wait(timeout=10)

    # From the threads that listen to executors.

    def executor_registered(self, executor):
        self._post(self._registered, executor)

    def executor_lost(self, executor_id, reason):
        self._post(self._lost, executor_id, reason)

    def task_ended(self, task_id, outcome):
        self._post(self._ended, task_id, outcome)

    # Jobs and stages.

    def _submit(self, job):
        if self._stopped:
            job.future.set_exception(SparkException(self._stopped))
            return
        self._jobs[job.id] = job
        for stage in job.stages[:-1]:
            log.info("DAGScheduler", f"Registering RDD {stage.node.id} ({stage.call_site}) as input to shuffle {stage.shuffle.shuffle_id}")
        log.info("DAGScheduler", f"Got job {job.id} ({job.call_site}) with {len(job.partitions)} output partitions")
        log.info("DAGScheduler", f"Final stage: {job.stages[-1]}")
        self._events.write(events.job_start(job, now_ms(), self._cached))
        self._advance(job)

    def _advance(self, job):
        """Starts every stage of a job that is needed and can run."""
        wanted, seen = [job.stages[-1]], set()
        while wanted and job.id in self._jobs:
            stage = wanted.pop()
            if stage.id in seen or stage.active:
                continue
            seen.add(stage.id)
            missing = stage.missing(self._outputs)
            lacking = self._lacking(stage)
            if missing and lacking:
                wanted.extend(lacking)
            elif missing:
                self._start(stage, missing)
            elif not stage.shuffle:
                self._finish(job)  # Tasks that were on their way when the stage was suspended have made the rest.

    def _lacking(self, stage):
        return [parent for parent in stage.parents if parent.missing(self._outputs)]

    def _start(self, stage, missing):
        stage.attempt += 1
        stage.active = True
        stage.submitted = now_ms()
        try:
            stage.binary = serial.dump_function((Lineage(stage.node), stage.end))
        except Exception as error:
            self._abort(stage.job, f"Could not serialize object: {type(error).__name__}: {error}", error)
            return
        stage.pending = [partition for partition in missing if partition not in stage.running]
        log.info("DAGScheduler", f"Submitting {len(stage.pending)} missing tasks from {stage}")
        self._events.write(events.stage_submitted(stage, self._cached))

    def _suspend(self, stage, reason):
        """Its inputs are gone: they are made again first."""
        stage.active = False
        stage.pending = []
        log.warn("DAGScheduler", f"Resubmitting {stage} after its lost inputs: {reason}")
        self._events.write(events.stage_completed(stage, self._cached, now_ms(), reason))

    def _settle(self, stage):
        """Ends a stage that has all it should make."""
        if not stage.active or stage.missing(self._outputs):
            return
        stage.active = False
        now = now_ms()
        log.info("DAGScheduler", f"{stage} finished in {(now - stage.submitted) / 1000:.3f} s")
        self._events.write(events.stage_completed(stage, self._cached, now))
        if stage.shuffle:
            self._advance(stage.job)
        else:
            self._finish(stage.job)

    def _finish(self, job):
        del self._jobs[job.id]
        self._events.write(events.job_end(job, now_ms()))
        job.future.set_result(job.results)

    def _abort(self, job, reason, cause=None):
        del self._jobs[job.id]
        for stage in job.stages:
            if stage.active:
                stage.active = False
                stage.pending = []
                log.info("DAGScheduler", f"{stage} failed due to {reason}")
                self._events.write(events.stage_completed(stage, self._cached, now_ms(), reason))
        self._pool.kill(job)
        self._events.write(events.job_end(job, now_ms(), reason))
        failure = SparkException(reason)
        failure.__cause__ = cause
        job.future.set_exception(failure)

    def _stop(self, done):
        self._stopped = "SparkContext was shut down"
        for job in list(self._jobs.values()):
            self._abort(job, f"Job {job.id} cancelled because {self._stopped}")
        self._pool.tell_all("stop")
        done.set()

    # What tasks answer.

    def _ended(self, task_id, outcome):
        attempt = self._pool.take(task_id)
        if attempt:
            attempt.stage.running.discard(attempt.task.partition)
            alive = attempt.stage.job.id in self._jobs
            getattr(self, "_task_" + outcome["status"])(attempt, outcome, alive)

    def _end_event(self, attempt, reason, outcome):
        self._events.write(events.task_end(attempt, reason, now_ms(), outcome.get("metrics")))

    def _task_ok(self, attempt, outcome, alive):
        stage, partition = attempt.stage, attempt.task.partition
        if self._pool.has(attempt.executor):
            self._cached.register(attempt.executor.id, outcome["cached"])
        self._end_event(attempt, {"Reason": "Success"}, outcome)
        if not alive or partition in stage.job.results and not stage.shuffle:
            return
        try:
            value = serial.load(outcome["result"])
            accumulators.apply_updates(serial.load(outcome["updates"]))
        except Exception as error:
            self._abort(stage.job, f"Exception while getting the result of {attempt}: {error!r}", error)
            return
        if stage.shuffle:
            self._outputs.register(stage.shuffle.shuffle_id, partition, attempt.executor, *value)
        else:
            stage.job.results[partition] = value
        done = len(stage.partitions) - len(stage.missing(self._outputs))
        log.info("TaskSetManager", f"Finished {attempt} in {now_ms() - attempt.launched} ms on {attempt.executor.host} "
                                   f"(executor {attempt.executor.id}) ({done}/{len(stage.partitions)})")
        self._settle(stage)

    def _task_failed(self, attempt, outcome, alive):
        error = f"{_PYTHON_EXCEPTION}: {outcome['error']}"
        reason = {
            "Reason": "ExceptionFailure", "Class Name": _PYTHON_EXCEPTION, "Description": outcome["error"], "Stack Trace": [],
            "Full Stack Trace": error, "Accumulator Updates": [],
        }
        self._end_event(attempt, reason, outcome)
        if alive:
            seen = attempt.stage.errors[outcome["summary"]]
            attempt.stage.errors[outcome["summary"]] += 1
            where = f"({attempt.executor.host} executor {attempt.executor.id})"
            if seen:
                log.info("TaskSetManager", f"Lost {attempt} {where}: {_PYTHON_EXCEPTION} ({outcome['summary']}) [duplicate {seen}]")
            else:
                log.warn("TaskSetManager", f"Lost {attempt} {where}: {error}")
            self._count_failure(attempt, f"Lost {attempt} {where}: {error}")

    def _count_failure(self, attempt, message):
        stage, task = attempt.stage, attempt.task
        stage.failures[task.partition] += 1
        if stage.failures[task.partition] >= self._max_failures:
            times = f"Task {task.index} in stage {stage.id}.{task.stage_attempt} failed {self._max_failures} times"
            log.error("TaskSetManager", f"{times}; aborting job")
            self._abort(stage.job, f"Job aborted due to stage failure: {times}, most recent failure: {message}")
        elif stage.active:
            stage.pending.append(task.partition)

    def _task_fetch(self, attempt, outcome, alive):
        stage, task = attempt.stage, attempt.task
        self._end_event(attempt, {"Reason": "FetchFailed", "Message": outcome["error"], "Shuffle ID": outcome["shuffle"]}, outcome)
        if not alive or not stage.active:
            return
        log.warn("TaskSetManager", f"Lost {attempt} ({attempt.executor.host} executor {attempt.executor.id}): {outcome['error']}")
        if task.stage_attempt != stage.attempt:
            stage.pending.append(task.partition)  # It was told where the inputs of an earlier attempt lay.
            return
        self._outputs.lose(outcome["executor"], outcome["shuffle"])
        stage.fetch_failures += 1
        if stage.fetch_failures >= _MAX_STAGE_ATTEMPTS:
            self._abort(stage.job, f"Job aborted due to stage failure: {stage} has failed the maximum allowable number of times: "
                                   f"{_MAX_STAGE_ATTEMPTS}. Most recent failure reason: {outcome['error']}")
        else:
            self._suspend(stage, outcome["error"])
            self._advance(stage.job)

    def _task_killed(self, attempt, outcome, alive):
        self._end_event(attempt, {"Reason": "TaskKilled", "Kill Reason": "Stage cancelled", "Accumulator Updates": []}, outcome)

    def _registered(self, executor):
        if self._stopped:
            executor.tell("stop")
        else:
            self._pool.add(executor)

    def _lost(self, executor_id, reason):
        attempts = self._pool.remove(executor_id, reason)
        if attempts is None:
            return
        self._outputs.lose(executor_id)
        self._cached.lose(executor_id)
        for attempt in attempts:
            attempt.stage.running.discard(attempt.task.partition)
            failure = {"Reason": "ExecutorLostFailure", "Executor ID": executor_id, "Exit Caused By App": True, "Loss Reason": reason}
            self._end_event(attempt, failure, {})
            if attempt.stage.job.id in self._jobs:
                message = f"Lost {attempt} ({attempt.executor.host} executor {executor_id}): ExecutorLostFailure (executor {executor_id} " \
                          f"exited caused by one of the running tasks) Reason: {reason}"
                log.warn("TaskSetManager", message)
                self._count_failure(attempt, message)
        for job in list(self._jobs.values()):
            for stage in [stage for stage in job.stages if stage.active]:
                if self._lacking(stage):
                    self._suspend(stage, f"executor {executor_id} is lost")
                else:
                    known = stage.running.union(stage.pending)
                    stage.pending += [partition for partition in stage.missing(self._outputs) if partition not in known]
            self._advance(job)
