"""saveAsTextFile: part files that appear whole, and _SUCCESS at the end."""

import gzip
import os
import shutil

from . import missing, task
from .sources import local_path

_GZIP = "org.apache.hadoop.io.compress.GzipCodec"


class TextSink:
    """Writes a partition's records into a part file; runs in tasks."""

    def __init__(self, folder, codec):
        if codec not in (None, _GZIP):
            missing.refuse(f"compression codec {codec}")
        self.folder = os.path.abspath(local_path(folder))
        self._codec = codec

    def part(self, index):
        return os.path.join(self.folder, f"part-{index:05d}" + (".gz" if self._codec else ""))

    def prepare(self):
        """On the driver, before the first task."""
        if os.path.exists(self.folder):
            raise FileExistsError(f"org.apache.hadoop.mapred.FileAlreadyExistsException: Output directory file:{self.folder} already exists")
        os.makedirs(os.path.join(self.folder, "_temporary"))

    def write(self, index, records):
        run = task.current
        temporary = os.path.join(self.folder, "_temporary", f"{run.task.task_id}-{index}")
        # Made here too: where driver and executor share no disk, the driver's check below says so better than a failing open().
        os.makedirs(os.path.dirname(temporary), exist_ok=True)
        with gzip.open(temporary, "wb") if self._codec else open(temporary, "wb") as file:
            for record in records:
                line = record if isinstance(record, bytes) else str(record).encode("utf-8")
                file.write(line + b"\n")
                run.metrics.output_records += 1
        run.metrics.output_bytes += os.path.getsize(temporary)
        os.replace(temporary, self.part(index))

    def finish(self, count):
        """On the driver, after the last task."""
        lost = [index for index in range(count) if not os.path.exists(self.part(index))]
        if lost:
            raise FileNotFoundError(f"{len(lost)} of {count} part files are not in {self.folder}: executors wrote to a folder that the driver "
                                    "does not share; save to a volume that is mounted in both")
        shutil.rmtree(os.path.join(self.folder, "_temporary"), ignore_errors=True)
        open(os.path.join(self.folder, "_SUCCESS"), "wb").close()
