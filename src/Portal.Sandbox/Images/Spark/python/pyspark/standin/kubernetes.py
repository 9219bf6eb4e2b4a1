"""Executors as pods: creates them, replaces those that end, and deletes them with the application."""

import os
import secrets
import threading
import time

from . import log, missing, pods
from .kubeapi import ApiError, KubeApi

_SOURCE = "ExecutorPodsAllocator"
_POLL_SECONDS = 1
_SAY_AGAIN_SECONDS = 15
# How long the API may take to tell why an executor that has hung up has ended.
_REASON_SECONDS = 3


class OwnPod:
    """The pod that this driver runs in."""

    def __init__(self, api, manifest):
        self.api = api
        self.manifest = manifest
        self.address = manifest.get("status", {}).get("podIP") or "127.0.0.1"

    @classmethod
    def read(cls, conf):
        master = conf.get("spark.master")
        if not master.startswith("k8s://"):
            missing.refuse(f"master {master!r} (it has local[n] and Kubernetes)")
        api = KubeApi.in_cluster()
        name = conf.get("spark.kubernetes.driver.pod.name") or os.environ.get("HOSTNAME", "")
        try:
            # Read by the portal, which tells its users that this is not Apache Spark.
            return cls(api, api.patch_pod(name, {"metadata": {"annotations": {"sandbox.dataportal.dev/spark": "stand-in"}}}))
        except ApiError as error:
            if error.code not in (403, 405):
                raise
            return cls(api, api.pod(name))


class KubernetesBackend:
    """One thread looks at the pods every second, and at once when an executor hangs up."""

    def __init__(self, wanted, conf, pod, app_id):
        self.stopping = False
        self._wanted = wanted
        self._conf = conf
        self._pod = pod
        self._app_id = app_id
        self._template = pods.template(conf, pod.manifest)
        self._prefix = pods.name_prefix(conf, secrets.token_hex(8))
        self._keep = not conf.flag("spark.kubernetes.executor.deleteOnTermination", "true")
        self._last_id = 0
        self._live = {}
        self._ended = {}
        self._changed = threading.Condition()
        self._look = threading.Event()
        self._refusal = None, 0.0
        self._thread = threading.Thread(target=self._run, name="executor-pods", daemon=True)

    def start(self):
        self._thread.start()

    def _run(self):
        while not self.stopping:
            try:
                self._forget_ended()
                self._allocate()
                self._refusal = None, 0.0
            except ApiError as error:
                self._say_refused(error)
            self._look.wait(_POLL_SECONDS)
            self._look.clear()

    def _forget_ended(self):
        if not self._live:
            return
        selector = f"spark-role=executor,spark-app-selector={self._app_id}"
        found = {pod["metadata"]["name"]: pod for pod in self._pod.api.pods(labelSelector=selector)}
        for executor_id, name in list(self._live.items()):
            reason = _why_ended(found.get(name))
            if reason and not self.stopping:
                self._on_ended(executor_id, name, reason)

    def _on_ended(self, executor_id, name, reason):
        log.warn("ExecutorPodsLifecycleManager", f"Executor {executor_id} (pod {name}) has ended: {reason}")
        with self._changed:
            del self._live[executor_id]
            self._ended[executor_id] = reason
            self._changed.notify_all()
        if not self._keep:
            self._pod.api.delete_pod(name)
        self._wanted.count_failure()

    def _allocate(self):
        lacking = self._wanted.instances - len(self._live)
        if lacking > 0:
            log.info(_SOURCE, f"Going to request {lacking} executors from Kubernetes, known: {len(self._live)}, wanted: {self._wanted.instances}.")
        for _ in range(lacking):
            executor_id = str(self._last_id + 1)
            name = f"{self._prefix}-exec-{executor_id}"
            pod = pods.executor_pod(
                self._conf, self._template, self._pod.manifest, self._app_id, executor_id, name, self._wanted.cores, self._wanted.environment)
            try:
                self._pod.api.create_pod(pod)
            except ApiError as error:
                if error.code != 409:
                    raise
                # Another attempt's pod has the name, which only happens when spark.kubernetes.executor.podNamePrefix is set.
                self._last_id += 1
                continue
            self._last_id += 1
            with self._changed:
                self._live[executor_id] = name

    def _say_refused(self, error):
        """Once, and now and then again: creating is tried every second until it works, as Spark does."""
        said, at = self._refusal
        if said != str(error) or time.monotonic() - at > _SAY_AGAIN_SECONDS:
            log.warn(_SOURCE, f"Kubernetes refused, trying again: {error}")
            self._refusal = str(error), time.monotonic()

    def why_lost(self, executor_id):
        """Waits a moment for the pod's own account."""
        self._look.set()
        with self._changed:
            self._changed.wait_for(lambda: executor_id in self._ended or self.stopping, timeout=_REASON_SECONDS)
            return self._ended.get(executor_id, "It closed its connection.")

    def stop(self):
        self._look.set()
        with self._changed:
            self._changed.notify_all()
        # A pod that is being created right now would be missed.
        self._thread.join(timeout=2 * _POLL_SECONDS)
        if self._keep:
            return
        for name in self._live.values():
            try:
                self._pod.api.delete_pod(name)
            except ApiError as error:
                log.warn("KubernetesClusterSchedulerBackend", f"Executor pod {name} is left over: {error}")


def _why_ended(pod):
    """A pod's end in words; None while it lives."""
    if pod is None:
        return "The pod was deleted."
    status = pod.get("status", {})
    phase = status.get("phase")
    if phase not in ("Failed", "Succeeded"):
        return None
    for container in status.get("containerStatuses", []):
        ended = container.get("state", {}).get("terminated")
        if container.get("name") == pods.CONTAINER and ended:
            code = ended.get("exitCode")
            hint = "(SIGKILL, possible container OOM)" if code == 137 else "(SIGTERM)" if code == 143 else ""
            why = f" Reason: {ended['reason']}." if ended.get("reason") else ""
            message = f" {ended['message']}" if ended.get("message") else ""
            return f"The executor with id {pod['metadata']['labels'].get('spark-exec-id')} exited with exit code {code}{hint}.{why}{message}"
    return status.get("message") or status.get("reason") or f"The pod is {phase}."
