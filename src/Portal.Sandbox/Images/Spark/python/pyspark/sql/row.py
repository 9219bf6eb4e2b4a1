"""Row: a tuple whose fields have names."""


class Row(tuple):
    """Row(a=1, b=2) is a row; Row("a", "b") makes rows when called with values."""

    def __new__(cls, *args, **kwargs):
        if args and kwargs:
            raise ValueError("Can not use both args and kwargs to create Row")
        if not kwargs:
            return super().__new__(cls, args)
        row = super().__new__(cls, kwargs.values())
        row.__fields__ = list(kwargs)
        return row

    def __call__(self, *values):
        if len(values) > len(self):
            raise ValueError(f"Can not create Row with fields {list(self)}, expected {len(self)} values but got {values}")
        return _named(list(self), values)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        try:
            return self[self.__fields__.index(name)]
        except (AttributeError, IndexError, ValueError):
            raise AttributeError(name) from None

    def __getitem__(self, item):
        if isinstance(item, (int, slice)):
            return super().__getitem__(item)
        try:
            return super().__getitem__(self.__fields__.index(item))
        except (AttributeError, IndexError, ValueError):
            raise ValueError(item) from None

    def __contains__(self, item):
        return item in self.__fields__ if hasattr(self, "__fields__") else super().__contains__(item)

    def asDict(self, recursive=False):
        if not hasattr(self, "__fields__"):
            raise TypeError("Cannot convert a Row class into dict")
        values = (value.asDict(True) if recursive and isinstance(value, Row) else value for value in self)
        return dict(zip(self.__fields__, values))

    def __reduce__(self):
        return (_named, (self.__fields__, tuple(self))) if hasattr(self, "__fields__") else super().__reduce__()

    def __repr__(self):
        if hasattr(self, "__fields__"):
            return "Row(%s)" % ", ".join(f"{key}={value!r}" for key, value in zip(self.__fields__, self))
        return "<Row(%s)>" % ", ".join(map(repr, self))


def _named(fields, values):
    row = tuple.__new__(Row, values)
    row.__fields__ = fields
    return row
