"""SparkConf, and the settings that the submission left for the driver."""

import json
import os
import re

_UNITS = {"b": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40}
_SIZE = re.compile(r"(\d+)([kmgt]?b?)")

# Names a JSON file with the settings of the submission; the entrypoint writes it.
SETTINGS_VARIABLE = "SPARK_STANDIN_SETTINGS"


def parse_memory(text):
    """Bytes of a Spark size such as `512m`, `2g` or `1024` (mebibytes when no unit is given)."""
    match = _SIZE.fullmatch(text.strip().lower())
    if not match:
        raise ValueError(f"{text!r} is not a size such as 512m or 2g")
    return int(match[1]) * _UNITS[match[2][:1] or "m"]


class SparkConf:
    """Settings of an application, as PySpark's class of that name."""

    def __init__(self, loadDefaults=True, _jvm=None, _jconf=None):
        self._values = {}
        path = os.environ.get(SETTINGS_VARIABLE)
        if loadDefaults and path:
            with open(path, encoding="utf-8") as file:
                self._values.update(json.load(file))

    def set(self, key, value):
        self._values[key] = "true" if value is True else "false" if value is False else str(value)
        return self

    def setIfMissing(self, key, value):
        return self if key in self._values else self.set(key, value)

    def setMaster(self, value):
        return self.set("spark.master", value)

    def setAppName(self, value):
        return self.set("spark.app.name", value)

    def setSparkHome(self, value):
        return self.set("spark.home", value)

    def setExecutorEnv(self, key=None, value=None, pairs=None):
        for name, text in pairs if pairs is not None else [(key, value)]:
            self.set("spark.executorEnv." + name, text)
        return self

    def setAll(self, pairs):
        for key, value in pairs:
            self.set(key, value)
        return self

    def get(self, key, defaultValue=None):
        return self._values.get(key, defaultValue)

    def getAll(self):
        return list(self._values.items())

    def contains(self, key):
        return key in self._values

    def toDebugString(self):
        return "\n".join(f"{key}={value}" for key, value in sorted(self._values.items()))

    def copy(self):
        other = SparkConf(loadDefaults=False)
        other._values.update(self._values)
        return other

    def int(self, key, default):
        """A whole number; a ValueError names the setting."""
        text = self.get(key)
        if text is None:
            return default
        try:
            return int(text)
        except ValueError:
            raise ValueError(f"{key} should be a whole number, but was {text!r}") from None

    def memory(self, key, default):
        """A size in bytes."""
        return parse_memory(self.get(key, default))

    def flag(self, key, default):
        return self.get(key, default).strip().lower() == "true"

    def prefixed(self, prefix):
        """Settings below a prefix, with the prefix cut off."""
        return {key[len(prefix):]: value for key, value in self._values.items() if key.startswith(prefix)}
