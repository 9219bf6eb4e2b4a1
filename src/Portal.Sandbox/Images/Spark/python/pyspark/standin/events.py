"""Spark's listener events as JSON objects, laid out as Spark 3.5 writes them. Times are milliseconds since 1970, where not said otherwise."""

from . import plan


def application_start(name, app_id, started, user):
    return {"Event": "SparkListenerApplicationStart", "App Name": name, "App ID": app_id, "Timestamp": started, "User": user}


def environment(jvm, properties, system):
    return {
        "Event": "SparkListenerEnvironmentUpdate", "JVM Information": jvm, "Spark Properties": properties, "Hadoop Properties": {},
        "System Properties": system, "Metrics Properties": {}, "Classpath Entries": {},
    }


def resource_profile(cores, memory_mb):
    def request(name, amount):
        return {"Resource Name": name, "Amount": amount, "Discovery Script": "", "Vendor": ""}

    return {
        "Event": "SparkListenerResourceProfileAdded", "Resource Profile Id": 0,
        "Executor Resource Requests": {"cores": request("cores", cores), "memory": request("memory", memory_mb)},
        "Task Resource Requests": {"cpus": {"Resource Name": "cpus", "Amount": 1.0}},
    }


def executor_added(executor, now):
    info = {
        "Host": executor.host, "Total Cores": executor.cores, "Log Urls": {}, "Attributes": {}, "Resources": {}, "Resource Profile Id": 0,
        "Registration Time": now,
    }
    return {"Event": "SparkListenerExecutorAdded", "Timestamp": now, "Executor ID": executor.id, "Executor Info": info}


def executor_removed(executor_id, reason, now):
    return {"Event": "SparkListenerExecutorRemoved", "Timestamp": now, "Executor ID": executor_id, "Removed Reason": reason}


def job_start(job, now, cached):
    return {
        "Event": "SparkListenerJobStart", "Job ID": job.id, "Submission Time": now,
        "Stage Infos": [stage_info(stage, cached) for stage in job.stages], "Stage IDs": [stage.id for stage in job.stages],
        "Properties": {**job.properties, "callSite.short": job.call_site},
    }


def job_end(job, now, error=None):
    result = {"Result": "JobSucceeded"}
    if error is not None:
        result = {"Result": "JobFailed", "Exception": {"Message": error, "Stack Trace": []}}
    return {"Event": "SparkListenerJobEnd", "Job ID": job.id, "Completion Time": now, "Job Result": result}


def stage_submitted(stage, cached):
    return {"Event": "SparkListenerStageSubmitted", "Stage Info": stage_info(stage, cached), "Properties": dict(stage.job.properties)}


def stage_completed(stage, cached, now, failure=None):
    info = {**stage_info(stage, cached), "Completion Time": now}
    if failure is not None:
        info["Failure Reason"] = failure
    return {"Event": "SparkListenerStageCompleted", "Stage Info": info}


def stage_info(stage, cached):
    info = {
        "Stage ID": stage.id, "Stage Attempt ID": max(stage.attempt, 0), "Stage Name": stage.call_site,
        "Number of Tasks": len(stage.partitions), "RDD Info": [_rdd_info(node, cached) for node in plan.lineage(stage.node)[0]],
        "Parent IDs": [parent.id for parent in stage.parents], "Details": "", "Accumulables": [], "Resource Profile Id": 0,
        "Shuffle Push Enabled": False, "Shuffle Push Mergers Count": 0,
    }
    if stage.submitted:
        info["Submission Time"] = stage.submitted
    return info


def _rdd_info(node, cached):
    level = node.level
    sizes = cached.sizes(node.id)
    return {
        "RDD ID": node.id, "Name": node.name, "Callsite": node.call_site, "Parent IDs": [parent.id for parent in node.parents],
        "Storage Level": {
            "Use Disk": level.useDisk, "Use Memory": level.useMemory, "Use Off Heap": level.useOffHeap, "Deserialized": level.deserialized,
            "Replication": level.replication,
        },
        "Barrier": False, "DeterministicLevel": "DETERMINATE", "Number of Partitions": node.partitions(),
        "Number of Cached Partitions": len(sizes), "Memory Size": 0, "Disk Size": sum(sizes),
    }


def task_start(attempt):
    return {
        "Event": "SparkListenerTaskStart", "Stage ID": attempt.stage.id, "Stage Attempt ID": attempt.task.stage_attempt,
        "Task Info": _task_info(attempt),
    }


def task_end(attempt, reason, finished, metrics):
    return {
        "Event": "SparkListenerTaskEnd", "Stage ID": attempt.stage.id, "Stage Attempt ID": attempt.task.stage_attempt,
        "Task Type": "ShuffleMapTask" if attempt.stage.shuffle else "ResultTask", "Task End Reason": reason,
        "Task Info": _task_info(attempt, finished, reason["Reason"]),
        **({"Task Executor Metrics": {"ProcessTreePythonRSSMemory": metrics.resident_memory}, "Task Metrics": _task_metrics(metrics)}
           if metrics else {}),
    }


def _task_info(attempt, finished=0, reason="Success"):
    task = attempt.task
    return {
        "Task ID": task.task_id, "Index": task.index, "Attempt": task.attempt, "Partition ID": task.partition,
        "Launch Time": attempt.launched, "Executor ID": attempt.executor.id, "Host": attempt.executor.host, "Locality": "PROCESS_LOCAL",
        "Speculative": False, "Getting Result Time": 0, "Finish Time": finished, "Failed": reason not in ("Success", "TaskKilled"),
        "Killed": reason == "TaskKilled", "Accumulables": [],
    }


def _task_metrics(m):
    return {
        "Executor Deserialize Time": m.deserialize_time // 1_000_000, "Executor Deserialize CPU Time": m.deserialize_cpu,
        "Executor Run Time": m.run_time // 1_000_000, "Executor CPU Time": m.cpu_time, "Peak Execution Memory": m.peak_memory,
        "Result Size": m.result_size, "JVM GC Time": 0, "Result Serialization Time": m.serialize_time // 1_000_000,
        "Memory Bytes Spilled": 0, "Disk Bytes Spilled": 0,
        "Shuffle Read Metrics": {
            "Remote Blocks Fetched": m.remote_blocks, "Local Blocks Fetched": m.local_blocks, "Fetch Wait Time": m.fetch_wait // 1_000_000,
            "Remote Bytes Read": m.remote_bytes, "Remote Bytes Read To Disk": 0, "Local Bytes Read": m.local_bytes,
            "Total Records Read": m.read_records,
        },
        "Shuffle Write Metrics": {
            "Shuffle Bytes Written": m.written_bytes, "Shuffle Write Time": m.write_time, "Shuffle Records Written": m.written_records,
        },
        "Input Metrics": {"Bytes Read": m.input_bytes, "Records Read": m.input_records},
        "Output Metrics": {"Bytes Written": m.output_bytes, "Records Written": m.output_records},
        "Updated Blocks": [],
    }
