using System.Text.Json;
using Portal.Core.Clusters;

namespace Portal.Kube.Resources;

/// <summary>SparkApplications of the Kubeflow Spark operator, sparkoperator.k8s.io/v1beta2.</summary>
internal sealed class SparkApplicationDecoder() : ViewDecoder<SparkApplicationView, SparkApplicationDecoder.Parts>(ResourceKind.SparkApplication)
{
    internal struct Parts : IViewParts<SparkApplicationView>
    {
        private Spec _spec;
        private Status _status;

        public bool TryRead(ref Utf8JsonReader reader)
        {
            if (JsonWalk.Is(ref reader, "spec"u8))
            {
                _spec.Read(ref reader);
            }
            else if (JsonWalk.Is(ref reader, "status"u8))
            {
                _status.Read(ref reader);
            }
            else
            {
                return false;
            }

            return true;
        }

        public readonly SparkApplicationView ToView(ResourceKey key, in Metadata meta) => new(key, meta.Uid, meta.ResourceVersion)
        {
            Labels = meta.Labels,
            Annotations = meta.Annotations,
            CreatedAt = meta.CreatedAt ?? default,
            DeletionTimestamp = meta.DeletionTimestamp,
            State = _status.State ?? "",
            ErrorMessage = string.IsNullOrEmpty(_status.ErrorMessage) ? null : _status.ErrorMessage,
            ExecutionAttempts = _status.ExecutionAttempts ?? 0,
            SubmissionAttempts = _status.SubmissionAttempts ?? 0,
            SubmissionId = _status.SubmissionId,
            SparkApplicationId = _status.SparkApplicationId,
            LastSubmissionAttemptTime = _status.LastSubmissionAttemptTime,
            TerminationTime = _status.TerminationTime,
            DriverPodName = string.IsNullOrEmpty(_status.DriverPodName) ? $"{meta.Name}-driver" : _status.DriverPodName,
            Suspended = _spec.Suspended,
            DriverCores = _spec.DriverCores ?? 1,
            ExecutorCores = _spec.ExecutorCores ?? 1,
            ExecutorInstances = _spec.ExecutorInstances ?? 1,
        };
    }

    private struct Spec
    {
        public bool Suspended;
        public int? DriverCores;
        public int? ExecutorCores;
        public int? ExecutorInstances;

        public void Read(ref Utf8JsonReader reader)
        {
            if (!JsonWalk.EnterObject(ref reader))
            {
                return;
            }

            while (JsonWalk.NextProperty(ref reader))
            {
                if (JsonWalk.Is(ref reader, "suspend"u8))
                {
                    Suspended = JsonWalk.True(ref reader);
                }
                else if (JsonWalk.Is(ref reader, "driver"u8))
                {
                    (DriverCores, _) = ReadSize(ref reader);
                }
                else if (JsonWalk.Is(ref reader, "executor"u8))
                {
                    (ExecutorCores, ExecutorInstances) = ReadSize(ref reader);
                }
                else
                {
                    JsonWalk.SkipValue(ref reader);
                }
            }
        }

        private static (int? Cores, int? Instances) ReadSize(ref Utf8JsonReader reader)
        {
            int? cores = null, instances = null;
            if (JsonWalk.EnterObject(ref reader))
            {
                while (JsonWalk.NextProperty(ref reader))
                {
                    if (JsonWalk.Is(ref reader, "cores"u8))
                    {
                        cores = JsonWalk.Number(ref reader);
                    }
                    else if (JsonWalk.Is(ref reader, "instances"u8))
                    {
                        instances = JsonWalk.Number(ref reader);
                    }
                    else
                    {
                        JsonWalk.SkipValue(ref reader);
                    }
                }
            }

            return (cores, instances);
        }
    }

    private struct Status
    {
        public string? State;
        public string? ErrorMessage;
        public string? SubmissionId;
        public string? SparkApplicationId;
        public string? DriverPodName;
        public int? ExecutionAttempts;
        public int? SubmissionAttempts;
        public DateTimeOffset? LastSubmissionAttemptTime;
        public DateTimeOffset? TerminationTime;

        public void Read(ref Utf8JsonReader reader)
        {
            if (!JsonWalk.EnterObject(ref reader))
            {
                return;
            }

            while (JsonWalk.NextProperty(ref reader))
            {
                if (JsonWalk.Is(ref reader, "applicationState"u8))
                {
                    ReadState(ref reader);
                }
                else if (JsonWalk.Is(ref reader, "driverInfo"u8))
                {
                    DriverPodName = JsonWalk.Member(ref reader, "podName"u8);
                }
                else if (JsonWalk.Is(ref reader, "submissionID"u8))
                {
                    SubmissionId = JsonWalk.Text(ref reader);
                }
                else if (JsonWalk.Is(ref reader, "sparkApplicationId"u8))
                {
                    SparkApplicationId = JsonWalk.Text(ref reader);
                }
                else if (JsonWalk.Is(ref reader, "executionAttempts"u8))
                {
                    ExecutionAttempts = JsonWalk.Number(ref reader);
                }
                else if (JsonWalk.Is(ref reader, "submissionAttempts"u8))
                {
                    SubmissionAttempts = JsonWalk.Number(ref reader);
                }
                else if (JsonWalk.Is(ref reader, "lastSubmissionAttemptTime"u8))
                {
                    LastSubmissionAttemptTime = JsonWalk.Time(ref reader);
                }
                else if (JsonWalk.Is(ref reader, "terminationTime"u8))
                {
                    TerminationTime = JsonWalk.Time(ref reader);
                }
                else
                {
                    JsonWalk.SkipValue(ref reader);
                }
            }
        }

        private void ReadState(ref Utf8JsonReader reader)
        {
            if (!JsonWalk.EnterObject(ref reader))
            {
                return;
            }

            while (JsonWalk.NextProperty(ref reader))
            {
                if (JsonWalk.Is(ref reader, "state"u8))
                {
                    State = JsonWalk.Pooled(ref reader);
                }
                else if (JsonWalk.Is(ref reader, "errorMessage"u8))
                {
                    ErrorMessage = JsonWalk.Text(ref reader);
                }
                else
                {
                    JsonWalk.SkipValue(ref reader);
                }
            }
        }
    }
}
