"""What a function may ask about the task that it runs in."""


class TaskContext:
    """Only inside a task; get() answers None on the driver."""

    _current = None

    def __init__(self, stage_id, stage_attempt, partition, attempt, task_id, properties):
        self._stage_id = stage_id
        self._stage_attempt = stage_attempt
        self._partition = partition
        self._attempt = attempt
        self._task_id = task_id
        self._properties = properties

    @classmethod
    def get(cls):
        return cls._current

    def stageId(self):
        return self._stage_id

    def stageAttemptNumber(self):
        return self._stage_attempt

    def partitionId(self):
        return self._partition

    def attemptNumber(self):
        return self._attempt

    def taskAttemptId(self):
        return self._task_id

    def cpus(self):
        return 1

    def getLocalProperty(self, key):
        return self._properties.get(key)
