"""Log lines on standard error, laid out as Spark's log4j prints them."""

import sys
import time

_LEVELS = ["ALL", "TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL", "OFF"]
_threshold = _LEVELS.index("INFO")


def set_level(name):
    global _threshold
    if name.upper() not in _LEVELS:
        raise ValueError(f"log level {name!r} is none of {', '.join(_LEVELS)}")
    _threshold = _LEVELS.index(name.upper())


def info(source, message):
    _write("INFO", source, message)


def warn(source, message):
    _write("WARN", source, message)


def error(source, message):
    _write("ERROR", source, message)


def _write(level, source, message):
    if _LEVELS.index(level) >= _threshold:
        # One write, so that lines of several threads and processes do not mix.
        sys.stderr.write(f"{time.strftime('%y/%m/%d %H:%M:%S')} {level} {source}: {message}\n")
        sys.stderr.flush()
