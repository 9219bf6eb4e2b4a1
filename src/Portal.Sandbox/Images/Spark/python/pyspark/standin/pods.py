"""The manifest of an executor pod."""

import copy
import json
import re

from ..version import __version__

CONTAINER = "spark-kubernetes-executor"
_DRIVER_CONTAINER = "spark-kubernetes-driver"
# Volumes that belong to the driver itself: its settings, its credentials, its scratch space.
_DRIVERS_OWN = re.compile(r"spark-conf-volume|pod-template-volume|kube-api-access|spark-local-dir")
_LIKE_DRIVER = ("serviceAccountName", "imagePullSecrets", "nodeSelector", "tolerations", "affinity", "schedulerName", "priorityClassName",
                "securityContext", "hostAliases")
_OVERHEAD_FACTOR = "0.4"
_LEAST_OVERHEAD = 384


def name_prefix(conf, random_hex):
    """What executors' names begin with: short enough for `-exec-` and a number to fit into a DNS label with it."""
    prefix = conf.get("spark.kubernetes.executor.podNamePrefix")
    if prefix:
        return prefix
    name = re.sub(r"[^a-z0-9]+", "-", conf.get("spark.app.name").lower()).strip("-")
    if not name[:1].isalpha():
        name = "x" + name
    return f"{name[:30].rstrip('-')}-{random_hex}"


def template(conf, driver):
    """What all executor pods have in common: the pod template that the submission wrote, or else what the driver's own pod looks like."""
    path = conf.get("spark.kubernetes.executor.podTemplateFile")
    if path:
        with open(path[len("file://"):] if path.startswith("file://") else path, encoding="utf-8") as file:
            try:
                pod = json.load(file)
            except ValueError:
                raise ValueError(f"spark.kubernetes.executor.podTemplateFile: the stand-in reads templates in JSON only, and {path} is not") from None
    else:
        pod = _like_driver(driver)
    container = _container(pod["spec"], CONTAINER)
    container["name"] = CONTAINER
    image = conf.get("spark.kubernetes.executor.container.image") or conf.get("spark.kubernetes.container.image")
    container["image"] = image or container.get("image") or _container(driver["spec"], _DRIVER_CONTAINER)["image"]
    return pod


def _like_driver(driver):
    """Image, place and files of the driver: a job's files are where its script expects them."""
    spec = driver["spec"]
    container = _container(spec, _DRIVER_CONTAINER)
    volumes = [volume for volume in spec.get("volumes", []) if not _DRIVERS_OWN.match(volume["name"])]
    names = {volume["name"] for volume in volumes}
    labels = driver["metadata"].get("labels", {})
    return {
        "metadata": {"labels": {key: value for key, value in labels.items() if key.startswith("sparkoperator.k8s.io/")}},
        "spec": {
            **{key: spec[key] for key in _LIKE_DRIVER if key in spec},
            "volumes": volumes,
            "containers": [{
                **{key: container[key] for key in ("image", "imagePullPolicy", "securityContext", "envFrom") if key in container},
                "name": CONTAINER,
                "volumeMounts": [mount for mount in container.get("volumeMounts", []) if mount["name"] in names],
            }],
        },
    }


def executor_pod(conf, common, driver, app_id, executor_id, name, cores, environment):
    """One executor: the common part (see template), and what is its own."""
    pod = {"apiVersion": "v1", "kind": "Pod", **copy.deepcopy(common)}
    metadata, spec = pod.setdefault("metadata", {}), pod["spec"]
    container = _container(spec, CONTAINER)
    driver_labels = driver["metadata"].get("labels", {})
    metadata["name"] = name
    metadata["labels"] = {
        **metadata.get("labels", {}),
        **conf.prefixed("spark.kubernetes.executor.label."),
        **{key: driver_labels[key] for key in ("spark-version", "spark-app-name") if key in driver_labels},
        "spark-role": "executor",
        "spark-exec-id": executor_id,
        "spark-exec-resourceprofile-id": "0",
        "spark-app-selector": app_id,
    }
    metadata["annotations"] = {**metadata.get("annotations", {}), **conf.prefixed("spark.kubernetes.executor.annotation.")}
    metadata["ownerReferences"] = [{
        "apiVersion": "v1", "kind": "Pod", "name": driver["metadata"]["name"], "uid": driver["metadata"]["uid"], "controller": True,
    }]
    spec["restartPolicy"] = "Never"
    container["args"] = ["executor"]
    container["resources"] = container.get("resources") or _resources(conf, cores)
    variables = {**environment, "SPARK_EXECUTOR_ID": executor_id, "SPARK_EXECUTOR_CORES": str(cores), "SPARK_EXECUTOR_POD_NAME": name}
    own = [{"name": key, "value": value} for key, value in variables.items()]
    own.append({"name": "SPARK_EXECUTOR_POD_IP", "valueFrom": {"fieldRef": {"apiVersion": "v1", "fieldPath": "status.podIP"}}})
    given = [variable for variable in container.get("env", []) if variable["name"] not in {each["name"] for each in own}]
    container["env"] = given + own
    return pod


def _container(spec, name):
    containers = spec["containers"]
    return next((container for container in containers if container.get("name") == name), containers[0])


def _resources(conf, cores):
    memory = conf.memory("spark.executor.memory", "1g") >> 20
    if conf.contains("spark.executor.memoryOverhead"):
        overhead = conf.memory("spark.executor.memoryOverhead", "0") >> 20
    else:
        factor = conf.get("spark.executor.memoryOverheadFactor") or conf.get("spark.kubernetes.memoryOverheadFactor", _OVERHEAD_FACTOR)
        overhead = max(int(memory * float(factor)), _LEAST_OVERHEAD)
    limit = conf.get("spark.kubernetes.executor.limit.cores")
    size = f"{memory + overhead}Mi"
    return {
        "requests": {"cpu": conf.get("spark.kubernetes.executor.request.cores", str(cores)), "memory": size},
        "limits": {"memory": size, **({"cpu": limit} if limit else {})},
    }
