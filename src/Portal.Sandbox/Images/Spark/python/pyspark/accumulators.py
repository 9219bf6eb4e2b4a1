"""Shared variables that tasks add to and the driver reads."""

import threading
from types import GenericAlias

from .errors import PySparkRuntimeError

_registry = {}
_ids = threading.Lock()
_next_id = 0

# Inside a task: accumulators by id, as this task has added to them. None on the driver.
_updates = None


def start_task():
    global _updates
    _updates = {}


def task_updates():
    return {key: accumulator._value for key, accumulator in _updates.items()}


def apply_updates(updates):
    for key, value in updates.items():
        _registry[key] += value


class AccumulatorParam:
    """How values are added; subclass it for other types than numbers."""

    def zero(self, value):
        raise NotImplementedError

    def addInPlace(self, value1, value2):
        raise NotImplementedError


class AddingAccumulatorParam(AccumulatorParam):
    """Plain addition, from a given zero."""

    def __init__(self, zero_value):
        self.zero_value = zero_value

    def zero(self, value):
        return self.zero_value

    def addInPlace(self, value1, value2):
        value1 += value2
        return value1


class Accumulator:
    __class_getitem__ = classmethod(GenericAlias)

    def __init__(self, aid, value, accum_param):
        self.aid = aid
        self.accum_param = accum_param
        self._value = value
        self._in_task = False
        _registry[aid] = self

    @property
    def value(self):
        if self._in_task:
            raise PySparkRuntimeError("[VALUE_NOT_ACCESSIBLE] Value `Accumulator.value` cannot be accessed inside tasks.")
        return self._value

    @value.setter
    def value(self, value):
        if self._in_task:
            raise PySparkRuntimeError("[VALUE_NOT_ACCESSIBLE] Value `Accumulator.value` cannot be accessed inside tasks.")
        self._value = value

    def add(self, term):
        self._value = self.accum_param.addInPlace(self._value, term)

    def __iadd__(self, term):
        self.add(term)
        return self

    def __reduce__(self):
        return _in_task, (self.aid, self.accum_param.zero(self._value), self.accum_param)

    def __repr__(self):
        return f"Accumulator<id={self.aid}, value={self._value}>"


def _in_task(aid, zero, accum_param):
    """The same accumulator inside a task: starts from zero, and is one object however many functions refer to it."""
    if _updates is None:
        return _registry[aid]
    if aid not in _updates:
        accumulator = Accumulator.__new__(Accumulator)
        accumulator.aid, accumulator.accum_param, accumulator._value, accumulator._in_task = aid, accum_param, zero, True
        _updates[aid] = accumulator
    return _updates[aid]


def create(value, accum_param=None):
    """A new accumulator of the driver."""
    global _next_id
    if accum_param is None:
        if not isinstance(value, (int, float, complex)):
            raise TypeError(f"No default accumulator param for type {type(value)}")
        accum_param = AddingAccumulatorParam(type(value)(0))
    with _ids:
        _next_id += 1
        return Accumulator(_next_id - 1, value, accum_param)
