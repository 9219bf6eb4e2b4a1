"""Connections between driver, executors and their workers.

Both ends prove that they know the application's secret (HMAC challenge of multiprocessing.connection) before anything is read from the
other, because what follows is pickled.
"""

import os
import socket
import threading
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Listener, answer_challenge, deliver_challenge

SECRET_VARIABLE = "_SPARK_AUTH_SECRET"


class Server:
    """Listens on a free port and serves each authenticated connection on a thread of its own."""

    def __init__(self, host, secret, serve):
        self._listener = Listener((host, 0), backlog=64)
        self._secret = secret
        self._serve = serve
        self.address = self._listener.address
        threading.Thread(target=self._accept, name="accept", daemon=True).start()

    def _accept(self):
        while True:
            try:
                connection = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._handle, args=(connection,), name="connection", daemon=True).start()

    def _handle(self, connection):
        try:
            deliver_challenge(connection, self._secret)
            answer_challenge(connection, self._secret)
            _send_at_once(connection)
            self._serve(connection)
        except (AuthenticationError, EOFError, OSError):
            pass
        finally:
            connection.close()

    def close(self):
        self._listener.close()


def connect(address, secret):
    """A connection; OSError when nobody listens there, or whoever does knows another secret."""
    try:
        connection = Client(tuple(address), authkey=secret)
    except (AuthenticationError, EOFError) as error:
        raise ConnectionRefusedError(f"{address[0]}:{address[1]} does not share this application's secret") from error
    _send_at_once(connection)
    return connection


def _send_at_once(connection):
    """A message goes out as a header and a body; without this the body waits for the header's acknowledgement."""
    with socket.socket(fileno=os.dup(connection.fileno())) as sock:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


class Channel:
    """A connection that several threads may send on; one thread receives."""

    def __init__(self, connection):
        self._connection = connection
        self._sending = threading.Lock()

    def send(self, *message):
        with self._sending:
            self._connection.send(message)

    def receive(self):
        return self._connection.recv()

    def close(self):
        """Wakes a blocked receive() too, which closing the descriptor alone would not."""
        try:
            with socket.socket(fileno=os.dup(self._connection.fileno())) as sock:
                sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
