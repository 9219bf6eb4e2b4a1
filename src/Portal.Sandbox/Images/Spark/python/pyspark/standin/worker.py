"""A process that runs one task at a time for its executor, so that tasks run in parallel and a crash takes one task along only."""

import os
import queue
import sys
import threading
from multiprocessing.connection import Connection

from .. import broadcast
from . import wire
from .blocks import BlockClient, BlockStore
from .task import TaskRun


def main(descriptor, executor_id, folder, driver_host, driver_port):
    secret = os.environ[wire.SECRET_VARIABLE].encode()
    sys.setrecursionlimit(10_000)
    store, client = BlockStore(folder), BlockClient(secret)
    driver_blocks = (driver_host, int(driver_port))

    def fetch_broadcast(name):
        try:
            return store.get(name)
        except FileNotFoundError:
            block = client.fetch(driver_blocks, name)
            store.put(name, block)
            return block

    broadcast.use_in_worker(fetch_broadcast)
    executor = Connection(int(descriptor))
    inbox = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(executor, inbox), daemon=True).start()
    while True:
        kind, *message = inbox.get()
        if kind == "forget":
            broadcast.forget(*message)
        else:
            task, stage = message
            outcome = TaskRun(task, store, client, executor_id).execute(store.get(stage))
            sys.stdout.flush()
            executor.send(outcome)


def _receive(executor, inbox):
    """Ends the process, in the middle of a task too, when its executor has gone."""
    try:
        while True:
            inbox.put(executor.recv())
    except (EOFError, OSError):
        os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
