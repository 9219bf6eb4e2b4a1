"""The entry point of the spark image: what it runs for which arguments."""

import json
import os
import subprocess
import sys
import tempfile
import unittest

import properties

ENTRYPOINT = os.path.abspath(properties.__file__).replace("properties.py", "entrypoint.py")

FAKE_SUBMIT = """#!/usr/bin/python3
import json, os, sys
at = sys.argv.index("--properties-file") + 1
with open(sys.argv[at]) as file:
    text = file.read()
print(json.dumps({"args": sys.argv[1:], "properties": text, "env": dict(os.environ)}))
sys.exit(7)
"""


class EntrypointCase(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def run_entrypoint(self, *arguments, **variables):
        environment = {"PATH": "/usr/bin:/bin", "HOME": "/tmp", "PYTHONDONTWRITEBYTECODE": "1", **variables}
        command = [sys.executable, ENTRYPOINT, *arguments]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)


class Properties(unittest.TestCase):
    def test_java_escapes(self):
        text = "#comment\n! too\n\na=1\n b : 2\nc\\ d=x\\=y\\:z\ne\nf=\\u00e9\\ud83d\\ude00\ng=one\\\n   two\nh=C\\:\\\\x\ni = sp ace\nj=\\ x"
        self.assertEqual(properties.parse(text), {
            "a": "1", "b": "2", "c d": "x=y:z", "e": "", "f": "é😀", "g": "onetwo", "h": "C:\\x", "i": "sp ace", "j": "x",
        })

    def test_round_trip(self):
        settings = {"spark.a": "x=y:z #!\\ \t", "k e:y=": "é😀\nnew", "spark.empty": "", "#c": "!d"}
        text = "".join(properties.format_line(key, value) for key, value in settings.items())
        self.assertTrue(text.isascii())
        self.assertEqual(properties.parse(text), {key: value.strip() for key, value in settings.items()})


class StandIn(EntrypointCase):
    def test_script_gets_settings_and_arguments(self):
        conf = self.write("spark.properties", "spark.master=local[1]\nspark.app.name=from conf\nspark.x=\\u00e9\n")
        script = self.write("main.py", "import sys\nfrom pyspark import SparkContext\nsc = SparkContext()\n"
                                       "print(sys.argv[1:], sc.appName, sc.getConf().get('spark.x'), sc.range(4).sum())\n")
        result = self.run_entrypoint("driver", "--properties-file", conf, "--class", "org.apache.spark.deploy.PythonRunner",
                                     "local://" + script, "--flag", "a b", "--", "$HOME")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(result.stdout, "['--flag', 'a b', '--', '$HOME'] from conf é 6\n")
        first = result.stderr.splitlines()[0]
        self.assertRegex(first, r"^\d\d/\d\d/\d\d \d\d:\d\d:\d\d WARN SparkSubmit: .*stand-in.*not Apache Spark.*SPARK_HOME")

    def test_modules_of_the_job_reach_executors(self):
        self.write("helper.py", "def double(x):\n    return 2 * x\n")
        script = self.write("main.py", "from pyspark import SparkContext\nimport helper\n"
                                       "print(SparkContext().parallelize([1, 2], 2).map(helper.double).collect())\n")
        os.mkdir(os.path.join(self.folder, "elsewhere"))
        result = self.run_entrypoint("driver", "--conf", "spark.master=local[2]", "--conf",
                                     f"spark.submit.pyFiles=local://{self.folder}/helper.py", script)
        self.assertEqual((result.returncode, result.stdout), (0, "[2, 4]\n"), result.stderr)

    def test_exit_codes(self):
        for text, code, said in [
            ("import sys\nsys.exit(7)\n", 7, ""),
            ("x = = 1\n", 1, "SyntaxError: invalid syntax"),
            ("def f():\n    raise KeyError('lost')\nf()\n", 1, "KeyError: 'lost'"),
            ("from pyspark import SparkContext\nsc = SparkContext('local[1]')\nraise SystemExit(9)\n", 9, "Successfully stopped SparkContext"),
        ]:
            result = self.run_entrypoint("driver", self.write("main.py", text))
            self.assertEqual(result.returncode, code, result.stderr)
            self.assertIn(said, result.stderr)

    def test_traceback_is_pythons_own(self):
        script = self.write("main.py", "def f():\n    raise KeyError('lost')\nf()\n")
        lines = self.run_entrypoint("driver", script).stderr.splitlines()[1:]
        self.assertEqual(lines[0], "Traceback (most recent call last):")
        self.assertEqual(lines[1], f'  File "{script}", line 3, in <module>')

    def test_what_cannot_run_says_what_to_do(self):
        jar = self.run_entrypoint("driver", "--class", "org.example.Main", "local:///opt/spark/examples/jars/x.jar")
        self.assertEqual(jar.returncode, 1)
        for part in ("x.jar is not a Python script", "SPARK_HOME", "./run --kubeconfig"):
            self.assertIn(part, jar.stderr)
        self.assertIn("/nowhere.py: there is no such file", self.run_entrypoint("driver", "local:///nowhere.py").stderr)
        self.assertIn("s3a://bucket/x.py", self.run_entrypoint("driver", "s3a://bucket/x.py").stderr)
        self.assertIn("cannot be fetched", self.run_entrypoint("driver", "http://127.0.0.1:9/x.py").stderr)

    def test_other_commands_pass_through(self):
        result = self.run_entrypoint("/bin/echo", "a b")
        self.assertEqual((result.returncode, result.stdout), (0, "a b\n"))
        self.assertEqual(self.run_entrypoint("no-such-program").returncode, 1)


class RealSpark(EntrypointCase):
    def test_spark_submit_is_run_in_local_mode(self):
        home = os.path.join(self.folder, "spark")
        os.makedirs(os.path.join(home, "bin"))
        submit = os.path.join(home, "bin", "spark-submit")
        with open(submit, "w", encoding="utf-8") as file:
            file.write(FAKE_SUBMIT)
        os.chmod(submit, 0o755)
        conf = self.write("spark.properties", "".join(properties.format_line(key, value) for key, value in {
            "spark.master": "k8s://https://kubernetes.default.svc", "spark.submit.deployMode": "cluster", "spark.app.id": "spark-1",
            "spark.kubernetes.namespace": "team-a", "spark.executor.instances": "3", "spark.executor.cores": "2",
            "spark.driver.memory": "1g", "spark.app.name": "é: x", "spark.executorEnv.COLOR": "blue",
            "spark.dynamicAllocation.enabled": "true", "spark.driver.host": "x", "spark.sql.shuffle.partitions": "5",
        }.items()))
        result = self.run_entrypoint("driver", "--properties-file", conf, "--class", "org.example.Main",
                                     "local:///opt/spark/examples/jars/x.jar", "100", "--x", SPARK_HOME=home)
        self.assertEqual(result.returncode, 7, result.stderr)
        self.assertIn("Apache Spark", result.stderr)
        self.assertNotIn("stand-in", result.stderr)
        seen = json.loads(result.stdout)
        arguments = seen["args"]
        at = arguments.index("--properties-file")
        self.assertEqual(arguments[:at] + arguments[at + 2:], [
            "--master", "local[6]", "--class", "org.example.Main", "/opt/spark/examples/jars/x.jar", "100", "--x",
        ])
        self.assertEqual(properties.parse(seen["properties"]), {
            "spark.driver.memory": "1g", "spark.executor.cores": "2", "spark.app.name": "é: x", "spark.sql.shuffle.partitions": "5",
        })
        self.assertEqual(seen["env"]["COLOR"], "blue")

    def test_python_runner_is_not_a_class(self):
        home = os.path.join(self.folder, "spark")
        os.makedirs(os.path.join(home, "bin"))
        with open(os.path.join(home, "bin", "spark-submit"), "w", encoding="utf-8") as file:
            file.write(FAKE_SUBMIT)
        os.chmod(file.name, 0o755)
        result = self.run_entrypoint("driver", "--class", "org.apache.spark.deploy.PythonRunner", "local:///x.py", SPARK_HOME=home)
        arguments = json.loads(result.stdout)["args"]
        self.assertNotIn("--class", arguments)
        self.assertEqual((arguments[1], arguments[-1]), ("local[1]", "/x.py"))


if __name__ == "__main__":
    unittest.main()
