"""Where records come from: slices of a collection, and text files cut at byte positions. Readers run in tasks."""

import bz2
import glob
import gzip
import os
import sys

from . import missing, serial

# Part of a local file that one task reads at most, as Spark's local file system reports its blocks.
_BLOCK = 32 << 20
# The last piece of a file may be so much bigger than the others before it becomes one of its own.
_SLOP = 1.1
_COMPRESSED = {".gz": gzip.open, ".bz2": bz2.open}


def slices(collection, count):
    """The collection cut into `count` consecutive parts of about the same length, pickled."""
    items = collection if isinstance(collection, range) else list(collection)
    size = len(items)
    return [serial.dump_function(items[size * i // count:size * (i + 1) // count]) for i in range(count)]


def read_slice(split, task):
    return iter(serial.load(split))


def local_path(address):
    """Path of `/x`, `x`, `file:/x`, `file:///x` or `local:///x`; anything else needs a file system that only Spark has."""
    scheme, colon, rest = address.partition(":")
    if not colon or "/" in scheme:
        return address
    if scheme not in ("file", "local"):
        missing.refuse(f"file system {scheme}:// (of {address})")
    return "/" + rest.lstrip("/")


def find_files(addresses):
    """Files of a comma-separated list of files, folders and patterns; hidden ones and those that begin with _ do not count."""
    files = []
    for address in addresses.split(","):
        path = local_path(address)
        found = sorted(glob.glob(path)) if glob.has_magic(path) else [path] if os.path.exists(path) else []
        if not found:
            kind = "Input Pattern {} matches 0 files" if glob.has_magic(path) else "Input path does not exist: {}"
            raise FileNotFoundError("org.apache.hadoop.mapred.InvalidInputException: " + kind.format("file:" + os.path.abspath(path)))
        for each in found:
            names = sorted(os.listdir(each)) if os.path.isdir(each) else [""]
            inside = [os.path.join(each, name) if name else each for name in names if not name.startswith((".", "_"))]
            files += [os.path.abspath(name) for name in inside if os.path.isfile(name)]
    return files


def text_splits(addresses, minimum):
    """(path, start, end) of pieces of about equal size, at least `minimum` of them where the bytes suffice."""
    sizes = {path: os.path.getsize(path) for path in find_files(addresses)}
    piece = max(1, min(sum(sizes.values()) // max(minimum, 1), _BLOCK))
    splits = []
    for path, size in sizes.items():
        start = 0
        if not path.endswith(tuple(_COMPRESSED)):
            while (size - start) / piece > _SLOP:
                splits.append((path, start, start + piece))
                start += piece
        if start < size or size == 0:
            splits.append((path, start, size))
    return splits


def read_lines(split, task):
    """A line belongs to the piece that its first byte lies in or directly behind: the next piece skips up to its first line end."""
    path, start, end = split
    compressed = _COMPRESSED.get(os.path.splitext(path)[1])
    with compressed(path) if compressed else open(path, "rb") as file:
        if compressed:
            end = sys.maxsize
        at = start
        if start:
            file.seek(start)
            at += len(file.readline())
        while at <= end:
            line = file.readline()
            if not line:
                break
            at += len(line)
            task.count_input(1, len(line))
            yield line.rstrip(b"\n").rstrip(b"\r").decode("utf-8", "replace")


def read_whole(split, task):
    for path in split:
        with open(path, "rb") as file:
            content = file.read()
        task.count_input(1, len(content))
        yield "file:" + path, content.decode("utf-8", "replace")
