"""What groupByKey and cogroup hand out: iterable more than once, with a length."""

from collections.abc import Iterable


class ResultIterable(Iterable):
    def __init__(self, data):
        self.data = data

    def __iter__(self):
        return iter(self.data)

    def __len__(self):
        return len(self.data)
