"""What a task measures while it runs."""

import time


class TaskMetrics:
    """Times in nanoseconds, sizes in bytes. Names are the attributes of Spark's task metrics."""

    def __init__(self):
        self.deserialize_time = 0
        self.deserialize_cpu = 0
        self.run_time = 0
        self.cpu_time = 0
        self.serialize_time = 0
        self.result_size = 0
        self.peak_memory = 0
        self.resident_memory = 0
        self.input_bytes = 0
        self.input_records = 0
        self.output_bytes = 0
        self.output_records = 0
        self.local_blocks = 0
        self.local_bytes = 0
        self.remote_blocks = 0
        self.remote_bytes = 0
        self.fetch_wait = 0
        self.read_records = 0
        self.written_bytes = 0
        self.written_records = 0
        self.write_time = 0


class Stopwatch:
    """Adds the wall and processor time of a with-block to two of a task's metrics."""

    def __init__(self, metrics, wall, cpu=None):
        self._metrics = metrics
        self._wall = wall
        self._cpu = cpu

    def __enter__(self):
        self._started = time.monotonic_ns(), time.process_time_ns()

    def __exit__(self, *_):
        _add(self._metrics, self._wall, time.monotonic_ns() - self._started[0])
        if self._cpu:
            _add(self._metrics, self._cpu, time.process_time_ns() - self._started[1])


def _add(metrics, name, value):
    setattr(metrics, name, getattr(metrics, name) + value)


def resident_bytes(field):
    """A size from /proc/self/status, for example VmRSS or VmHWM (its peak); 0 where there is none."""
    try:
        with open("/proc/self/status", encoding="ascii") as file:
            for line in file:
                if line.startswith(field + ":"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


def reset_peak():
    """Lets VmHWM start again from what is resident now."""
    try:
        with open("/proc/self/clear_refs", "w", encoding="ascii") as file:
            file.write("5")
    except OSError:
        pass
