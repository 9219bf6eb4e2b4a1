"""Blocks of bytes by name in a process's local folder: shuffle files, cached partitions, broadcast values. Others fetch them over TCP."""

import os
import re
import uuid

from . import wire

_NAME = re.compile(r"[a-z]+(_\d+)+")


class BlockStore:
    def __init__(self, folder):
        self.folder = folder

    def _path(self, name):
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} is not the name of a block")
        return os.path.join(self.folder, name)

    def put(self, name, data):
        """Readers see the whole block or none."""
        temporary = os.path.join(self.folder, "." + uuid.uuid4().hex)
        with open(temporary, "wb") as file:
            file.write(data)
        os.replace(temporary, self._path(name))

    def get(self, name, offset=0, length=-1):
        """Part of a block; FileNotFoundError when it is not here."""
        with open(self._path(name), "rb") as file:
            file.seek(offset)
            return file.read(length)

    def drop(self, prefix):
        """Forgets `prefix` itself and everything named below it."""
        for name in os.listdir(self.folder):
            if name == prefix or name.startswith(prefix + "_"):
                os.unlink(os.path.join(self.folder, name))

    def serve(self, connection):
        """Answers (name, offset, length) with a block or with the reason why not, until the other end hangs up."""
        while True:
            try:
                answer = True, self.get(*connection.recv())
            except (OSError, ValueError) as error:
                if isinstance(error, ConnectionError):
                    raise
                answer = False, str(error)
            connection.send(answer)


class BlockClient:
    """Fetches from other processes' stores; keeps its connections. For one thread."""

    def __init__(self, secret):
        self._secret = secret
        self._connections = {}

    def fetch(self, address, name, offset=0, length=-1):
        """The bytes; OSError when the block or its owner is gone."""
        try:
            connection = self._connections.get(address)
            if connection is None:
                connection = self._connections[address] = wire.connect(address, self._secret)
            connection.send((name, offset, length))
            found, answer = connection.recv()
        except (EOFError, OSError) as error:
            self._connections.pop(address, None)
            raise OSError(f"Failed to connect to {address[0]}:{address[1]}: {error or type(error).__name__}") from error
        if not found:
            raise OSError(answer)
        return answer
