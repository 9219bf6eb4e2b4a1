"""One task: reads its partition, runs the stage's functions over it, and keeps or returns what comes out."""

import os
import traceback

from .. import accumulators
from ..taskcontext import TaskContext
from . import serial
from .metrics import Stopwatch, TaskMetrics, reset_peak, resident_bytes

# The task that this worker runs now; None between tasks and on the driver.
current = None

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class FetchFailed(Exception):
    """A shuffle file's owner is gone: not the task's fault, the map stage has to run again."""

    def __init__(self, shuffle_id, map_id, executor, reason):
        super().__init__(f"FetchFailed(executor {executor}, shuffleId={shuffle_id}, mapId={map_id}): {reason}")
        self.shuffle_id = shuffle_id
        self.map_id = map_id
        self.executor = executor


class Task:
    """What the driver sends: which partition of which stage, and what is needed for it. See Scheduler for how it is filled."""

    def __init__(self, task_id, stage_id, stage_attempt, index, partition, attempt, splits, segments, properties):
        self.task_id = task_id
        self.stage_id = stage_id
        self.stage_attempt = stage_attempt
        self.index = index
        self.partition = partition
        self.attempt = attempt
        self.splits = splits
        self.segments = segments
        self.properties = properties


class Segment:
    """The records of one map task for one reduce partition."""

    def __init__(self, map_id, executor, address, block, offset, length, records):
        self.map_id = map_id
        self.executor = executor
        self.address = address
        self.block = block
        self.offset = offset
        self.length = length
        self.records = records


class ShuffleWrite:
    """End of a map stage: cuts key-value records into one block with a segment per reduce partition."""

    def __init__(self, shuffle_id, count, partition_of):
        self._shuffle_id = shuffle_id
        self._count = count
        self._partition_of = partition_of

    def __call__(self, partition, records, run):
        writers = {}
        for record in records:
            target = self._partition_of(record[0]) % self._count
            if target not in writers:
                writers[target] = serial.BatchWriter()
            writers[target].write(record)
        with Stopwatch(run.metrics, "write_time"):
            empty = serial.BatchWriter()
            ends = [writers.get(target, empty) for target in range(self._count)]
            blocks = [writer.finish() for writer in ends]
            # Named after the task: a second attempt must not change a file whose segments somebody already knows.
            name = f"shuffle_{self._shuffle_id}_{partition}_{run.task.task_id}"
            run.store.put(name, b"".join(blocks))
        run.metrics.written_bytes = sum(map(len, blocks))
        run.metrics.written_records = sum(writer.records for writer in ends)
        return name, [len(block) for block in blocks], [writer.records for writer in ends]


class Result:
    """End of a result stage: what the action's function makes of the partition goes back to the driver."""

    def __init__(self, function):
        self._function = function

    def __call__(self, partition, records, run):
        return self._function(partition, records)


class TaskRun:
    """A task in the worker that runs it; the nodes of the plan ask it for their data."""

    def __init__(self, task, store, client, executor_id):
        self.task = task
        self.store = store
        self.metrics = TaskMetrics()
        self._client = client
        self._executor_id = executor_id
        self._cached = {}
        self._fetch_failure = None

    def execute(self, binary):
        """Answers an outcome: a dictionary with `status` ok, failed or fetch, and what belongs to it."""
        global current
        current = self
        task = self.task
        TaskContext._current = TaskContext(task.stage_id, task.stage_attempt, task.partition, task.attempt, task.task_id, task.properties)
        accumulators.start_task()
        reset_peak()
        before = resident_bytes("VmRSS")
        try:
            outcome = self._run(binary)
        except FetchFailed as failure:
            outcome = {"status": "fetch", "error": str(failure), "shuffle": failure.shuffle_id, "executor": failure.executor}
        except BaseException as error:  # A task that calls sys.exit() has failed like any other.
            outcome = {"status": "failed", "error": describe(error), "summary": _summary(error)}
        finally:
            current = TaskContext._current = None
        self.metrics.resident_memory = resident_bytes("VmHWM")
        self.metrics.peak_memory = max(0, self.metrics.resident_memory - before)
        return {**outcome, "metrics": self.metrics, "cached": self._cached}

    def _run(self, binary):
        metrics = self.metrics
        with Stopwatch(metrics, "deserialize_time", "deserialize_cpu"):
            node, end = serial.load(binary)
        with Stopwatch(metrics, "run_time", "cpu_time"):
            value = end(self.task.partition, node.iterate(self.task.partition, self), self)
        if self._fetch_failure:
            raise self._fetch_failure
        with Stopwatch(metrics, "serialize_time"):
            result = serial.dump(value)
            updates = serial.dump(accumulators.task_updates())
        metrics.result_size = len(result)
        return {"status": "ok", "result": result, "updates": updates}

    def split(self, node_id, index):
        return self.task.splits[node_id, index]

    def count_input(self, records, size):
        self.metrics.input_records += records
        self.metrics.input_bytes += size

    def cached(self, node, index):
        name = f"rdd_{node.id}_{index}"
        try:
            block = self.store.get(name)
        except FileNotFoundError:
            writer = serial.BatchWriter()
            for record in node.compute(index, self):
                writer.write(record)
            block = writer.finish()
            self.store.put(name, block)
            self._cached[node.id, index] = len(block)
            return serial.read_batches(block)
        self.count_input(0, len(block))
        return self._counted(serial.read_batches(block), "input_records")

    def read_shuffle(self, shuffle_id, index):
        for segment in self.task.segments[shuffle_id, index]:
            if segment.length:
                yield from self._counted(serial.read_batches(self._fetch(shuffle_id, segment)), "read_records")

    def _fetch(self, shuffle_id, segment):
        metrics = self.metrics
        local = segment.executor == self._executor_id
        try:
            with Stopwatch(metrics, "fetch_wait"):
                if local:
                    block = self.store.get(segment.block, segment.offset, segment.length)
                else:
                    block = self._client.fetch(segment.address, segment.block, segment.offset, segment.length)
        except OSError as error:
            # Kept too, for a script that catches every exception would turn it into a wrong result.
            self._fetch_failure = FetchFailed(shuffle_id, segment.map_id, segment.executor, error)
            raise self._fetch_failure from error
        if local:
            metrics.local_blocks += 1
            metrics.local_bytes += len(block)
        else:
            metrics.remote_blocks += 1
            metrics.remote_bytes += len(block)
        return block

    def _counted(self, records, name):
        count = 0
        try:
            for record in records:
                count += 1
                yield record
        finally:
            setattr(self.metrics, name, getattr(self.metrics, name) + count)


def describe(error):
    """The traceback as Python prints it, with the script's frames only: those of this package are of no use to its reader."""
    whole = traceback.TracebackException.from_exception(error)
    part = whole
    while part is not None:
        theirs = [frame for frame in part.stack if not frame.filename.startswith(_PACKAGE)]
        if theirs:
            part.stack = traceback.StackSummary.from_list(theirs)
        part = part.__cause__ or part.__context__
    return "".join(whole.format()).rstrip()


def _summary(error):
    return "".join(traceback.format_exception_only(type(error), error)).strip()
