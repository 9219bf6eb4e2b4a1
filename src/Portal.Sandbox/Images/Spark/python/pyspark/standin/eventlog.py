"""Writes an application's events where spark.eventLog.enabled and spark.eventLog.dir say, in Spark's format: one JSON object a line."""

import json
import os
import re
import threading

from . import log

_SECRET = re.compile(r"secret|password|token|access[.]?key", re.IGNORECASE)


def redact(properties):
    """Settings whose name speaks of a secret, without their value."""
    return {key: "*********(redacted)" if _SECRET.search(key) else value for key, value in properties.items()}


class EventLog:
    """`<app id>.inprogress` until it is closed. Without a folder it writes nothing."""

    def __init__(self, conf, app_id):
        self._file = None
        self._writing = threading.Lock()
        if not conf.flag("spark.eventLog.enabled", "false"):
            return
        folder = conf.get("spark.eventLog.dir", "file:///tmp/spark-events")
        scheme, colon, path = folder.partition(":")
        if colon and scheme != "file":
            raise ValueError(f"spark.eventLog.dir is {folder!r}: the stand-in writes event logs to a folder only (file:///path)")
        path = path if colon else folder
        self._path = os.path.join("/" + path.lstrip("/"), app_id)
        if not os.path.isdir(os.path.dirname(self._path)):
            raise FileNotFoundError(f"spark.eventLog.dir: folder {os.path.dirname(self._path)} does not exist in the driver's container")
        self._file = open(self._path + ".inprogress", "w", encoding="utf-8")
        log.info("SingleEventLogFileWriter", f"Logging events to file:{self._path}.inprogress")

    def write(self, event):
        with self._writing:
            if self._file:
                try:
                    json.dump(event, self._file, separators=(",", ":"))
                    self._file.write("\n")
                    self._file.flush()
                except OSError as error:
                    # A full disk must not fail the job; Spark gives up its event log in the same way.
                    log.error("SingleEventLogFileWriter", f"Stopped writing the event log: {error}")
                    self._file = None

    def close(self):
        with self._writing:
            if self._file:
                self._file.close()
                self._file = None
                os.replace(self._path + ".inprogress", self._path)
