using System.IO.Pipelines;

namespace Portal.Kube.Api;

/// <summary>Gives the buffers of a pipe back at the end of a scope, however it ends.</summary>
internal readonly struct PipeCompletion(PipeReader pipe) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => pipe.CompleteAsync();
}
