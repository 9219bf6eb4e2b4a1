"""Runs a job with an Apache Spark of this host: its own spark-submit in local mode, inside the driver's container."""

import os
import re
import sys
import tempfile

import properties

# Settings that only make sense where executors are pods, or that name what local mode decides itself.
_LEFT_OUT = re.compile(
    r"spark\.kubernetes\.|spark\.executorEnv\.|spark\.(master|submit\.deployMode|app\.id|executor\.instances)$"
    r"|spark\.driver\.(host|bindAddress|port|blockManager\.port)$|spark\.dynamicAllocation\."
)


def home():
    """Folder of the Spark that was found on the host; None without one."""
    folder = os.environ.get("SPARK_HOME")
    return folder if folder and os.path.isfile(os.path.join(folder, "bin", "spark-submit")) else None


def submit(options, settings):
    """Becomes spark-submit. `options` are the driver's own arguments, `settings` what the submission set."""
    for key, value in settings.items():
        if key.startswith("spark.executorEnv."):
            os.environ.setdefault(key[len("spark.executorEnv."):], value)
    command = [os.path.join(home(), "bin", "spark-submit"), "--master", f"local[{cores(settings)}]"]
    command += ["--properties-file", write({key: value for key, value in settings.items() if not _LEFT_OUT.match(key)})]
    if options.main_class and not options.main_class.endswith((".PythonRunner", ".RRunner")):
        command += ["--class", options.main_class]
    command += [plain(options.main), *options.arguments]
    print(f"Running Apache Spark of {home()} in local mode: {cores(settings)} cores in the driver's pod, no executor pods", file=sys.stderr)
    sys.stderr.flush()
    try:
        os.execv(command[0], command)
    except OSError as error:
        print(f"{command[0]} cannot be started: {error.strerror}", file=sys.stderr)
        sys.exit(1)


def cores(settings):
    """As many as all executors together were asked to have."""
    return max(1, int(settings.get("spark.executor.instances", 1)) * int(settings.get("spark.executor.cores", 1)))


def plain(address):
    """local:///x is a path of the image; spark-submit in local mode takes it without the scheme."""
    return "/" + address[len("local:"):].lstrip("/") if address.startswith("local:") else address


def write(settings):
    handle, path = tempfile.mkstemp(prefix="spark-", suffix=".properties")
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.writelines(properties.format_line(key, value) for key, value in settings.items())
    return path
