"""The few requests to the Kubernetes API that a driver makes, with the credentials that its pod was given."""

import http.client
import json
import os
import ssl
from urllib.parse import quote, urlencode

_MOUNT = "/var/run/secrets/kubernetes.io/serviceaccount"
_TIMEOUT = 10


class ApiError(Exception):
    """A refusal (`code` is the HTTP status), or a server that cannot be reached (`code` is 0)."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


class KubeApi:
    def __init__(self, host, port, folder):
        self._address = host, int(port)
        self._folder = folder
        self.namespace = self._read("namespace")
        self._tls = ssl.create_default_context(cafile=os.path.join(folder, "ca.crt"))

    @classmethod
    def in_cluster(cls):
        """From the variables and files that every pod with a service account has; ApiError(0) when something is missing."""
        environment = os.environ
        try:
            # The variable is for a node that cannot give every container its own /var/run.
            folder = environment.get("KUBERNETES_SERVICEACCOUNT_DIR", _MOUNT)
            return cls(environment["KUBERNETES_SERVICE_HOST"], environment["KUBERNETES_SERVICE_PORT"], folder)
        except KeyError as error:
            raise ApiError(0, f"{error.args[0]} is not set: this process does not run in a pod") from None
        except OSError as error:
            raise ApiError(0, f"The pod has no credentials of a service account: {error}") from None

    def _read(self, name):
        with open(os.path.join(self._folder, name), encoding="utf-8") as file:
            return file.read().strip()

    def pods(self, **query):
        return self._send("GET", self._path("", query))["items"]

    def pod(self, name):
        return self._send("GET", self._path(name))

    def create_pod(self, pod):
        return self._send("POST", self._path(""), pod)

    def patch_pod(self, name, patch):
        return self._send("PATCH", self._path(name), patch, "application/merge-patch+json")

    def delete_pod(self, name):
        """True when there was one."""
        try:
            self._send("DELETE", self._path(name))
            return True
        except ApiError as error:
            if error.code != 404:
                raise
            return False

    def _path(self, name, query=None):
        path = f"/api/v1/namespaces/{quote(self.namespace)}/pods" + ("/" + quote(name) if name else "")
        return path + ("?" + urlencode(query) if query else "")

    def _send(self, method, path, body=None, content_type="application/json"):
        # Read anew each time: tokens of service accounts are replaced while a pod runs.
        headers = {"Authorization": "Bearer " + self._read("token"), "Accept": "application/json", "Content-Type": content_type}
        connection = http.client.HTTPSConnection(*self._address, timeout=_TIMEOUT, context=self._tls)
        try:
            connection.request(method, path, json.dumps(body) if body is not None else None, headers)
            response = connection.getresponse()
            text = response.read()
            answer = json.loads(text) if text else {}
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise ApiError(0, f"{method} {path}: {error}") from error
        finally:
            connection.close()
        if response.status >= 400:
            raise ApiError(response.status, answer.get("message") or f"{method} {path}: {response.status}")
        return answer
