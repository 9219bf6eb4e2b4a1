"""What the scheduler keeps about jobs, stages, tasks and executors."""

from collections import Counter
from concurrent.futures import Future

from . import plan
from .task import Result, ShuffleWrite


class Job:
    """One action: a function over some partitions of a node."""

    def __init__(self, job_id, node, function, partitions, call_site, properties):
        self.id = job_id
        self.partitions = list(partitions)
        self.call_site = call_site
        self.properties = properties
        self.results = {}
        self.future = Future()
        self.node = node
        self.function = function
        self.stages = []

    def build_stages(self, next_id):
        """Cuts the lineage at its shuffles. Parents get lower ids than the stages that read from them."""
        by_shuffle = {}

        def parents_of(node):
            return [map_stage(shuffled) for shuffled in plan.lineage(node)[1]]

        def map_stage(shuffled):
            if shuffled.shuffle_id not in by_shuffle:
                node = shuffled.parents[0]
                parents = parents_of(node)
                end = ShuffleWrite(shuffled.shuffle_id, shuffled.count, shuffled.partition_of)
                stage = Stage(next_id(), self, node, end, parents, range(node.partitions()), shuffled.call_site)
                stage.shuffle = shuffled
                by_shuffle[shuffled.shuffle_id] = stage
                self.stages.append(stage)
            return by_shuffle[shuffled.shuffle_id]

        parents = parents_of(self.node)
        final = Stage(next_id(), self, self.node, Result(self.function), parents, self.partitions, self.call_site)
        self.stages.append(final)


class Stage:
    """Tasks that need no exchange among each other: those before a shuffle, or the last ones of a job."""

    def __init__(self, stage_id, job, node, end, parents, partitions, call_site):
        self.id = stage_id
        self.job = job
        self.node = node
        self.end = end
        self.parents = parents
        self.partitions = list(partitions)
        self.call_site = call_site
        self.shuffle = None
        self.attempt = -1
        self.active = False
        self.submitted = 0
        self.fetch_failures = 0
        self.failures = Counter()
        self.errors = Counter()
        self.binary = b""
        self.uses_cache = any(each.cached for each in plan.lineage(node)[0])
        self.pending = []
        self.running = set()
        self.index = {partition: index for index, partition in enumerate(self.partitions)}
        self._needs = {}

    @property
    def kind(self):
        return "ShuffleMapStage" if self.shuffle else "ResultStage"

    @property
    def block(self):
        return f"stage_{self.id}_{self.attempt}"

    def needs(self, partition):
        """See plan.needs; worked out once."""
        if partition not in self._needs:
            self._needs[partition] = plan.needs(self.node, partition)
        return self._needs[partition]

    def missing(self, outputs):
        """Partitions still to compute."""
        if self.shuffle:
            return outputs.missing(self.shuffle.shuffle_id, len(self.partitions))
        return [index for index in self.partitions if index not in self.job.results]

    def __str__(self):
        return f"{self.kind} {self.id} ({self.call_site})"


class TaskAttempt:
    """A task on its way."""

    def __init__(self, task, stage, executor, launched):
        self.task = task
        self.stage = stage
        self.executor = executor
        self.launched = launched

    def __str__(self):
        task = self.task
        return f"task {task.index}.{task.attempt} in stage {task.stage_id}.{task.stage_attempt} (TID {task.task_id})"


class ExecutorState:
    """An executor that has registered."""

    def __init__(self, executor_id, cores, blocks, channel):
        self.id = executor_id
        self.cores = cores
        self.blocks = blocks
        self.host = blocks[0]
        self.channel = channel
        self.running = set()
        self.stages = set()

    @property
    def free(self):
        return self.cores - len(self.running)

    def tell(self, *message):
        try:
            self.channel.send(*message)
        except OSError:
            pass  # Whoever receives from it reports the loss.
