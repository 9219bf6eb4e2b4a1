"""The manifest of an executor pod."""

import re

from ..version import __version__

CONTAINER = "spark-kubernetes-executor"
_DRIVER_CONTAINER = "spark-kubernetes-driver"
# Volumes that belong to the driver itself: its settings, its credentials, its scratch space.
_DRIVERS_OWN = re.compile(r"spark-conf-volume|kube-api-access|spark-local-dir|pod-template")
_COPIED = ("serviceAccountName", "imagePullSecrets", "nodeSelector", "tolerations", "affinity", "schedulerName", "priorityClassName",
           "securityContext", "hostAliases")
_OVERHEAD_FACTOR = "0.4"
_LEAST_OVERHEAD = 384


def name_prefix(conf, random_hex):
    """What executors' names begin with: at most 47 characters, so that `-exec-` and a number fit into a DNS label with it."""
    prefix = conf.get("spark.kubernetes.executor.podNamePrefix")
    if prefix:
        return prefix
    name = re.sub(r"[^a-z0-9]+", "-", conf.get("spark.app.name").lower()).strip("-")
    if not name[:1].isalpha():
        name = "x" + name
    return f"{name[:30].rstrip('-')}-{random_hex}"


def executor_pod(conf, driver, app_id, executor_id, name, cores, environment):
    """An executor like the driver's container: same image, same files, its own size."""
    spec = driver["spec"]
    container = driver_container(spec)
    volumes = [volume for volume in spec.get("volumes", []) if not _DRIVERS_OWN.match(volume["name"])]
    names = {volume["name"] for volume in volumes}
    variables = {**environment, "SPARK_EXECUTOR_ID": executor_id, "SPARK_EXECUTOR_CORES": str(cores), "SPARK_EXECUTOR_POD_NAME": name}
    env = [{"name": key, "value": value} for key, value in variables.items()]
    env.append({"name": "SPARK_EXECUTOR_POD_IP", "valueFrom": {"fieldRef": {"apiVersion": "v1", "fieldPath": "status.podIP"}}})
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {
            "name": name,
            "labels": _labels(conf, driver, app_id, executor_id),
            "annotations": conf.prefixed("spark.kubernetes.executor.annotation."),
            "ownerReferences": [{
                "apiVersion": "v1", "kind": "Pod", "name": driver["metadata"]["name"], "uid": driver["metadata"]["uid"], "controller": True,
            }],
        },
        "spec": {
            **{key: spec[key] for key in _COPIED if key in spec},
            "restartPolicy": "Never",
            "volumes": volumes,
            "containers": [{
                "name": CONTAINER,
                "image": conf.get("spark.kubernetes.executor.container.image", container["image"]),
                "imagePullPolicy": container.get("imagePullPolicy", "IfNotPresent"),
                "args": ["executor"],
                "env": env,
                "resources": _resources(conf, cores),
                "volumeMounts": [mount for mount in container.get("volumeMounts", []) if mount["name"] in names],
                **({"securityContext": container["securityContext"]} if "securityContext" in container else {}),
            }],
        },
    }


def driver_container(spec):
    containers = spec["containers"]
    return next((container for container in containers if container["name"] == _DRIVER_CONTAINER), containers[0])


def _labels(conf, driver, app_id, executor_id):
    driver_labels = driver["metadata"].get("labels", {})
    return {
        **{key: value for key, value in driver_labels.items() if key.startswith(("sparkoperator.k8s.io/", "dataportal.dev/"))},
        **conf.prefixed("spark.kubernetes.executor.label."),
        "spark-role": "executor",
        "spark-exec-id": executor_id,
        "spark-exec-resourceprofile-id": "0",
        "spark-app-selector": driver_labels.get("spark-app-selector", app_id),
        "spark-version": __version__,
        **({"spark-app-name": driver_labels["spark-app-name"]} if "spark-app-name" in driver_labels else {}),
    }


def _resources(conf, cores):
    memory = conf.memory("spark.executor.memory", "1g") >> 20
    factor = float(conf.get("spark.executor.memoryOverheadFactor") or conf.get("spark.kubernetes.memoryOverheadFactor", _OVERHEAD_FACTOR))
    overhead = conf.get("spark.executor.memoryOverhead")
    extra = conf.memory("spark.executor.memoryOverhead", "0") >> 20 if overhead else max(int(memory * factor), _LEAST_OVERHEAD)
    limit = conf.get("spark.kubernetes.executor.limit.cores")
    size = f"{memory + extra}Mi"
    return {
        "requests": {"cpu": conf.get("spark.kubernetes.executor.request.cores", str(cores)), "memory": size},
        "limits": {"memory": size, **({"cpu": limit} if limit else {})},
    }
