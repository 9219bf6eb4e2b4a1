"""What containers of the sandbox's spark image start with; takes the arguments that Spark's own image takes.

    driver --properties-file FILE [--class CLASS] MAIN [ARGUMENT...]
    executor
    COMMAND [ARGUMENT...]

With a Spark of the host mounted at SPARK_HOME the driver is its spark-submit, in local mode. Without one the script runs over the stand-in.
"""

import argparse
import importlib.util
import json
import os
import shutil
import sys
import tempfile
import time
import urllib.error
import urllib.request

import properties
import realspark

_FETCH_SECONDS = 60


def driver(arguments):
    parser = argparse.ArgumentParser(prog="driver", allow_abbrev=False)
    parser.add_argument("--properties-file")
    parser.add_argument("--class", dest="main_class")
    # Spark's image passes these too; in this sandbox there is nothing that they could change.
    parser.add_argument("--deploy-mode")
    parser.add_argument("--conf", action="append", default=[])
    parser.add_argument("main")
    parser.add_argument("arguments", nargs=argparse.REMAINDER)
    options = parser.parse_args(arguments)
    settings = read_settings(options)
    if realspark.home():
        realspark.submit(options, settings)
    main = local_file(options.main)
    if not main.endswith(".py"):
        fail(f"{options.main} is not a Python script. Without a real Spark the sandbox runs Python scripts over a small stand-in only. To run "
             "JAR files and R scripts, install Spark, set SPARK_HOME and start ./run again, or use a real cluster with ./run --kubeconfig FILE.")
    if not os.path.isfile(main):
        fail(f"{options.main}: there is no such file in the driver's container.")
    say("This is the sandbox's small stand-in with Spark's RDD API, not Apache Spark. For a real one set SPARK_HOME and start ./run again.")
    python_files = [module_path(local_file(path)) for path in settings.get("spark.submit.pyFiles", "").split(",") if path]
    if python_files:
        # The driver hands this on to its executors.
        settings["spark.executorEnv.PYTHONPATH"] = os.pathsep.join([standin_folder(), *python_files])
    handle, path = tempfile.mkstemp(prefix="spark-settings-", suffix=".json")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(settings, file)
    run_standin(["-u", main, *options.arguments], python_files, {"SPARK_STANDIN_SETTINGS": path})


def module_path(path):
    """What Python is told, so that it finds a module: its folder, or the archive it is in."""
    return os.path.dirname(path) if path.endswith(".py") else path


def read_settings(options):
    settings = {}
    if options.properties_file:
        with open(options.properties_file, encoding="utf-8") as file:
            settings = properties.parse(file.read())
    settings.update(pair.partition("=")[::2] for pair in options.conf)
    return settings


def executor(arguments):
    run_standin(["-u", "-m", "pyspark.standin.executor", *arguments], [], {})


def run_standin(arguments, python_files, variables):
    """Becomes a Python that finds the stand-in, with nothing between it and the script."""
    if not importlib.util.find_spec("cloudpickle"):
        fail("Python's cloudpickle is missing on this host. Install it (apt-get install python3-cloudpickle) and start the job again.")
    path = [standin_folder(), *python_files, *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
    # Without a fixed seed every process would have hashes of strings of its own.
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, path)), "PYTHONHASHSEED": "0", **variables}
    os.execve(sys.executable, [sys.executable, *arguments], environment)


def standin_folder():
    """/opt/spark/python in a container; beside this file's folder where nothing is mounted."""
    beside = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "python")
    return beside if os.path.isdir(beside) else "/opt/spark/python"


def local_file(address):
    """The main file as a path; what lies behind http(s) is fetched."""
    scheme, colon, rest = address.partition(":")
    if not colon or "/" in scheme:
        return address
    if scheme in ("local", "file"):
        return "/" + rest.lstrip("/")
    if scheme not in ("http", "https"):
        fail(f"{address}: the sandbox reads main files from the container (local:///path) and from http(s). Other addresses need a real Spark: "
             "install one, set SPARK_HOME and start ./run again, or use a real cluster with ./run --kubeconfig FILE.")
    target = os.path.join(tempfile.mkdtemp(prefix="spark-main-"), os.path.basename(rest.partition("?")[0]) or "main.py")
    try:
        with urllib.request.urlopen(address, timeout=_FETCH_SECONDS) as answer, open(target, "wb") as file:
            shutil.copyfileobj(answer, file)
    except (urllib.error.URLError, OSError) as error:
        fail(f"{address} cannot be fetched: {error}")
    return target


def say(message):
    print(f"{time.strftime('%y/%m/%d %H:%M:%S')} WARN SparkSubmit: {message}", file=sys.stderr, flush=True)


def fail(message):
    print(message, file=sys.stderr)
    sys.exit(1)


def main():
    kind, *arguments = sys.argv[1:] or ["sh"]
    known = {"driver": driver, "executor": executor}.get(kind)
    if known:
        known(arguments)
    try:
        os.execvp(kind, [kind, *arguments])
    except OSError as error:
        fail(f"{kind}: {error.strerror}")


if __name__ == "__main__":
    main()
