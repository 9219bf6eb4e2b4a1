"""Tasks that fail, executors that die, functions that cannot travel: what is repeated, and what is said."""

import os
import signal
import tempfile
import threading
import time
import unittest
from operator import add

from pyspark import SparkContext, StorageLevel, TaskContext
from pyspark.errors import PySparkRuntimeError, SparkException
from standin_case import StandInCase


def executor_pid():
    """A worker's parent is its executor."""
    return os.getppid()


class Failures(StandInCase):
    conf = {"spark.executor.maxNumFailures": "100"}

    def test_task_that_fails_is_tried_again(self):
        def flaky(index, part):
            if TaskContext.get().attemptNumber() < 3 and index == 1:
                raise RuntimeError("not yet")
            return part

        self.assertEqual(self.sc.parallelize(range(9), 3).mapPartitionsWithIndex(flaky).collect(), list(range(9)))

    def test_failure_is_told_with_the_tasks_traceback(self):
        def parse(text):
            return int(text)

        with self.assertRaises(SparkException) as caught:
            self.sc.parallelize(["1", "n/a"], 2).map(parse).collect()
        text = str(caught.exception)
        self.assertIn("Task 1 in stage", text)
        self.assertIn("failed 4 times, most recent failure", text)
        self.assertIn("in parse", text)
        self.assertIn("ValueError: invalid literal for int() with base 10: 'n/a'", text)
        self.assertNotIn("standin", text)
        self.assertEqual(self.sc.parallelize([1, 2]).sum(), 3)

    def test_updates_of_failed_tasks_do_not_count(self):
        total = self.sc.accumulator(0)

        def work(x):
            total.add(1)
            if TaskContext.get().attemptNumber() < 2:
                raise RuntimeError("again")

        self.sc.parallelize(range(6), 3).foreach(work)
        self.assertEqual(total.value, 6)

    def test_worker_that_dies_takes_one_task_along(self):
        def die_once(x):
            if x == 2 and TaskContext.get().attemptNumber() == 0:
                os.kill(os.getpid(), signal.SIGSEGV)
            return x

        self.assertEqual(self.sc.parallelize(range(4), 4).map(die_once).collect(), [0, 1, 2, 3])
        with self.assertRaisesRegex(SparkException, r"Python worker exited unexpectedly \(crashed\): exit code 3"):
            self.sc.parallelize([1]).foreach(lambda _: os._exit(3))
        with self.assertRaisesRegex(SparkException, "SystemExit: 5"):
            self.sc.parallelize([1]).foreach(lambda _: exit_with(5))

    def test_executor_that_dies_during_a_task(self):
        def kill_once(x):
            if x == 3 and TaskContext.get().attemptNumber() == 0:
                os.kill(executor_pid(), signal.SIGKILL)
                time.sleep(30)
            return x

        self.assertEqual(self.sc.parallelize(range(8), 8).map(kill_once).collect(), list(range(8)))

    def test_lost_map_outputs_are_made_again(self):
        sums = self.sc.parallelize([(i % 10, i) for i in range(1000)], 6).reduceByKey(add, 4)
        expected = {key: sum(i for i in range(1000) if i % 10 == key) for key in range(10)}
        self.assertEqual(sums.collectAsMap(), expected)
        pids = set(self.sc.parallelize(range(8), 8).map(lambda _: (time.sleep(0.1), executor_pid())[1]).collect())
        self.assertEqual(len(pids), 2)
        os.kill(pids.pop(), signal.SIGKILL)
        self.assertEqual(sums.collectAsMap(), expected)
        self.assertEqual(sums.map(lambda pair: (pair[0] % 2, pair[1])).reduceByKey(add).collectAsMap(), {0: sum(range(0, 1000, 2)), 1: sum(range(1, 1000, 2))})

    def test_outputs_lost_while_they_are_read(self):
        def kill_owner(index, part):
            task = TaskContext.get()
            if index == 0 and task.attemptNumber() == 0 and task.stageAttemptNumber() == 0:
                os.kill(executor_pid(), signal.SIGKILL)
                time.sleep(30)
            return part

        data = [(i % 7, 1) for i in range(700)]
        counts = self.sc.parallelize(data, 8).reduceByKey(add, 6).mapPartitionsWithIndex(kill_owner).collectAsMap()
        self.assertEqual(counts, {key: 100 for key in range(7)})

    def test_cached_partitions_lost(self):
        rdd = self.sc.parallelize(range(100), 6).map(lambda x: x * x).persist(StorageLevel.MEMORY_AND_DISK)
        expected = sum(x * x for x in range(100))
        self.assertEqual(rdd.sum(), expected)
        os.kill(rdd.map(lambda _: executor_pid()).first(), signal.SIGKILL)
        self.assertEqual(rdd.sum(), expected)

    def test_functions_that_cannot_travel(self):
        lock = threading.Lock()
        with self.assertRaisesRegex(SparkException, "Could not serialize object: TypeError: cannot pickle '_thread.lock' object"):
            self.sc.parallelize([1]).map(lambda x: lock).collect()
        rdd = self.sc.parallelize([1])
        with self.assertRaisesRegex(SparkException, "SPARK-5063"):
            self.sc.parallelize([1]).map(lambda x: rdd.count()).collect()
        with self.assertRaisesRegex(SparkException, "SPARK-5063"):
            self.sc.parallelize([1]).map(lambda x, context=self.sc: context.version).collect()
        with self.assertRaisesRegex(PySparkRuntimeError, "SPARK-5063"):
            self.sc.broadcast(rdd)

    def test_results_that_cannot_travel(self):
        with self.assertRaisesRegex(SparkException, "cannot pickle"):
            self.sc.parallelize([1]).map(lambda x: threading.Lock()).collect()

    def test_swallowed_fetch_failure_is_not_a_result(self):
        def careless(part):
            try:
                return list(part)
            except Exception:
                return []

        pairs = self.sc.parallelize([(i, i) for i in range(50)], 4).partitionBy(4)
        self.assertEqual(sorted(pairs.mapPartitions(careless).keys().collect()), list(range(50)))
        os.kill(self.sc.parallelize([1]).map(lambda _: executor_pid()).first(), signal.SIGKILL)
        self.assertEqual(sorted(pairs.mapPartitions(careless).keys().collect()), list(range(50)))

    def test_jobs_of_several_threads(self):
        answers = {}

        def run(n):
            answers[n] = self.sc.parallelize([(i % 5, n) for i in range(100)], 4).reduceByKey(add).collectAsMap()

        threads = [threading.Thread(target=run, args=(n,)) for n in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        self.assertEqual(answers, {n: {key: 20 * n for key in range(5)} for n in range(6)})

    def test_aborted_job_stops_its_tasks(self):
        with tempfile.TemporaryDirectory() as folder:
            def work(index, part):
                if index == 0:
                    time.sleep(0.5)
                    raise RuntimeError("bad")
                time.sleep(20)
                open(os.path.join(folder, "late"), "w").close()
                return part

            started = time.monotonic()
            with self.assertRaisesRegex(SparkException, "RuntimeError: bad"):
                self.sc.parallelize(range(4), 4).mapPartitionsWithIndex(work).collect()
            self.assertEqual(self.sc.parallelize(range(8), 8).sum(), 28)
            self.assertLess(time.monotonic() - started, 15)
            self.assertEqual(os.listdir(folder), [])


def exit_with(code):
    raise SystemExit(code)


class TooManyFailures(unittest.TestCase):
    """spark.task.maxFailures counts executors' deaths too, so that a task that kills its executor does not go on for ever."""

    def test_task_that_always_kills_its_executor(self):
        with SparkContext(master="local-cluster[2,1,512]", appName="killer") as context:
            context.setLogLevel("OFF")
            with self.assertRaisesRegex(SparkException, "failed 4 times.*ExecutorLostFailure"):
                context.parallelize([1], 1).foreach(lambda _: (os.kill(executor_pid(), signal.SIGKILL), time.sleep(30)))


if __name__ == "__main__":
    unittest.main()
