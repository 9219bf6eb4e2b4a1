"""The event log: pairs match, numbers are those of the job, secrets are not in it."""

import json
import os
import tempfile
import unittest
from collections import Counter

from pyspark import SparkConf, SparkContext
from pyspark.errors import SparkException


class EventLogs(unittest.TestCase):
    def run_application(self, script, **settings):
        with tempfile.TemporaryDirectory() as folder:
            conf = SparkConf(False).setMaster("local-cluster[2,1,512]").setAppName("events").set("spark.log.level", "OFF")
            conf.set("spark.eventLog.enabled", "true").set("spark.eventLog.dir", "file://" + folder).setAll(settings.items())
            with SparkContext(conf=conf) as context:
                self.assertEqual(os.listdir(folder), [context.applicationId + ".inprogress"])
                script(context, folder)
            self.assertEqual(os.listdir(folder), [context.applicationId])
            with open(os.path.join(folder, context.applicationId), encoding="utf-8") as file:
                return [json.loads(line) for line in file]

    def test_word_count(self):
        def script(context, folder):
            with open(os.path.join(folder, "in.txt"), "w", encoding="utf-8") as file:
                file.write("b a b\n" * 1000)
            counts = context.textFile(file.name, 2).flatMap(str.split).map(lambda w: (w, 1)).reduceByKey(lambda a, b: a + b).cache()
            self.assertEqual(dict(counts.collect()), {"a": 1000, "b": 2000})
            counts.count()
            os.unlink(file.name)

        events = self.run_application(script, **{"spark.my.password": "hush"})
        kinds = Counter(event["Event"].replace("SparkListener", "") for event in events)
        self.assertEqual([events[0]["Event"], events[-1]["Event"]], ["SparkListenerLogStart", "SparkListenerApplicationEnd"])
        self.assertEqual((kinds["JobStart"], kinds["JobEnd"], kinds["StageSubmitted"], kinds["StageCompleted"]), (2, 2, 3, 3))
        self.assertEqual((kinds["TaskStart"], kinds["TaskEnd"], kinds["ExecutorAdded"]), (6, 6, 2))
        self.assertNotIn("hush", json.dumps(events))
        ends = [event for event in events if event["Event"] == "SparkListenerTaskEnd"]
        maps = [event["Task Metrics"] for event in ends if event["Task Type"] == "ShuffleMapTask"]
        self.assertEqual(sum(metrics["Input Metrics"]["Bytes Read"] for metrics in maps), 6000)
        self.assertEqual(sum(metrics["Input Metrics"]["Records Read"] for metrics in maps), 1000)
        written = sum(metrics["Shuffle Write Metrics"]["Shuffle Bytes Written"] for metrics in maps)
        self.assertEqual(sum(metrics["Shuffle Write Metrics"]["Shuffle Records Written"] for metrics in maps), 4)
        reads = [event["Task Metrics"]["Shuffle Read Metrics"] for event in ends if event["Stage ID"] == 1]
        self.assertEqual(sum(read["Local Bytes Read"] + read["Remote Bytes Read"] for read in reads), written)
        self.assertEqual(sum(read["Total Records Read"] for read in reads), 4)
        for end in ends:
            info, metrics = end["Task Info"], end["Task Metrics"]
            self.assertLessEqual(info["Launch Time"], info["Finish Time"])
            self.assertLessEqual(metrics["Executor Run Time"], info["Finish Time"] - info["Launch Time"] + 1)
            self.assertGreater(metrics["Executor CPU Time"], 0)
            self.assertGreater(metrics["Result Size"], 0)
        starts = [event for event in events if event["Event"] == "SparkListenerJobStart"]
        self.assertEqual(starts[0]["Stage IDs"], [0, 1])
        self.assertTrue(starts[0]["Stage Infos"][1]["Stage Name"].startswith("collect at "))
        self.assertEqual(starts[0]["Stage Infos"][1]["Parent IDs"], [0])
        cached = [rdd for rdd in starts[1]["Stage Infos"][1]["RDD Info"] if rdd["Number of Cached Partitions"]]
        self.assertEqual([rdd["Number of Cached Partitions"] for rdd in cached], [2])

    def test_failed_job(self):
        def script(context, _):
            with self.assertRaises(SparkException):
                context.parallelize([1, 0], 2).map(lambda x: 1 / x).collect()

        events = self.run_application(script)
        failed = [event for event in events if event["Event"] == "SparkListenerTaskEnd" and event["Task Info"]["Failed"]]
        self.assertEqual([event["Task Info"]["Attempt"] for event in failed], [0, 1, 2, 3])
        self.assertTrue(all(event["Task End Reason"]["Reason"] == "ExceptionFailure" for event in failed))
        self.assertIn("ZeroDivisionError", failed[0]["Task End Reason"]["Description"])
        stage, = [event["Stage Info"] for event in events if event["Event"] == "SparkListenerStageCompleted"]
        self.assertIn("ZeroDivisionError", stage["Failure Reason"])
        job, = [event for event in events if event["Event"] == "SparkListenerJobEnd"]
        self.assertEqual(job["Job Result"]["Result"], "JobFailed")

    def test_folder_that_is_missing(self):
        conf = SparkConf(False).setMaster("local[1]").setAll([("spark.eventLog.enabled", "true"), ("spark.eventLog.dir", "/nowhere")])
        with self.assertRaisesRegex(FileNotFoundError, "spark.eventLog.dir: folder /nowhere does not exist"):
            SparkContext(conf=conf)
        with self.assertRaisesRegex(ValueError, "s3a://bucket"):
            SparkContext(conf=conf.set("spark.eventLog.dir", "s3a://bucket/logs"))


if __name__ == "__main__":
    unittest.main()
