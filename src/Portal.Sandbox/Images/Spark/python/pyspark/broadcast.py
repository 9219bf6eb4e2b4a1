"""Values that are sent to each executor once."""

from types import GenericAlias

from .errors import PySparkRuntimeError
from .standin import serial

# Inside a worker: values by id, and how to get a block of the driver.
_values = {}
_fetch = None


def use_in_worker(fetch):
    """Tells where a worker finds the bytes of a broadcast: fetch(block name) -> bytes."""
    global _fetch
    _fetch = fetch


def forget(bid):
    _values.pop(bid, None)


class Broadcast:
    __class_getitem__ = classmethod(GenericAlias)

    def __init__(self, bid, value, context):
        self.bid = bid
        self._value = value
        self._context = context
        self._destroyed = False

    @property
    def value(self):
        if self._destroyed:
            raise PySparkRuntimeError(f"Attempted to use Broadcast({self.bid}) after it was destroyed")
        return self._value

    def unpersist(self, blocking=False):
        """Executors drop it, and fetch it again when it is used again."""
        self._context._drop_broadcast(self.bid, everywhere=False)

    def destroy(self, blocking=False):
        self._context._drop_broadcast(self.bid, everywhere=True)
        self._destroyed = True
        self._value = None

    def __reduce__(self):
        if self._destroyed:
            raise PySparkRuntimeError(f"Attempted to use Broadcast({self.bid}) after it was destroyed")
        return WorkerBroadcast, (self.bid,)

    def __repr__(self):
        return f"Broadcast({self.bid})"


class WorkerBroadcast:
    """The same value inside a task, fetched when first asked for."""

    def __init__(self, bid):
        self.bid = bid

    @property
    def value(self):
        if self.bid not in _values:
            _values[self.bid] = serial.load(_fetch(f"broadcast_{self.bid}"))
        return _values[self.bid]

    def __repr__(self):
        return f"Broadcast({self.bid})"
