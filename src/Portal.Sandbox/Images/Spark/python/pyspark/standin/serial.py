"""Pickling of functions (always by cloudpickle) and of records (by the faster pickle where that is enough)."""

import io
import pickle
import struct

import cloudpickle

_HEADER = struct.Struct("!I")
_BATCH = 1024


def dump_function(obj):
    return cloudpickle.dumps(obj, protocol=4)


def dump(obj):
    """For executors: there no class lives in __main__, so pickle refuses what only cloudpickle can send."""
    try:
        return pickle.dumps(obj, protocol=4)
    except (pickle.PicklingError, AttributeError, TypeError):
        pass  # Outside, so that an error of cloudpickle is not shown as a consequence of this one.
    return cloudpickle.dumps(obj, protocol=4)


load = pickle.loads


class BatchWriter:
    """Collects records into one block of batches, each with its length before it."""

    def __init__(self):
        self._out = io.BytesIO()
        self._batch = []
        self.records = 0

    def write(self, record):
        self._batch.append(record)
        self.records += 1
        if len(self._batch) >= _BATCH:
            self._flush()

    def _flush(self):
        if self._batch:
            data = dump(self._batch)
            self._out.write(_HEADER.pack(len(data)))
            self._out.write(data)
            self._batch.clear()

    def finish(self):
        self._flush()
        return self._out.getvalue()


def read_batches(block):
    """The records of a block."""
    at = 0
    while at < len(block):
        length, = _HEADER.unpack_from(block, at)
        at += _HEADER.size
        yield from load(memoryview(block)[at:at + length])
        at += length
