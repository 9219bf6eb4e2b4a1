using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Portal.UnitTests.Kube.Support;

namespace Portal.UnitTests.Kube.Faults;

/// <summary>The body of an answer that goes wrong on its way out.</summary>
internal sealed class FaultyBody(Stream inner, HttpRequest request, AnswerFault fault) : Stream
{
    private readonly string _began = request.Query["resourceVersion"].ToString();
    private readonly MemoryStream _line = new();
    private long _written;
    private int _events;
    private bool _ended;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (request.Query["watch"] != "true" || (!fault.OddBookmarks && fault.EndAfterEvents is null))
        {
            await PassAsync(buffer, cancellationToken);
            return;
        }

        while (buffer.Span.IndexOf((byte)'\n') is >= 0 and var end)
        {
            _line.Write(buffer.Span[..end]);
            await PassAsync(buffer[..(end + 1)], cancellationToken);
            await AfterEventAsync(cancellationToken);
            buffer = buffer[(end + 1)..];
        }

        _line.Write(buffer.Span);
        await PassAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async Task AfterEventAsync(CancellationToken ct)
    {
        var version = (string?)JsonNode.Parse(_line.ToArray())?["object"]?["metadata"]?["resourceVersion"];
        _line.SetLength(0);
        if (fault.OddBookmarks && version is not null)
        {
            foreach (var odd in new[] { version, _began, version })
            {
                var metadata = new JsonObject { ["resourceVersion"] = odd };
                var line = new JsonObject { ["type"] = "BOOKMARK", ["object"] = new JsonObject { ["metadata"] = metadata } };
                await PassAsync(System.Text.Encoding.UTF8.GetBytes(line.ToJsonString() + "\n"), ct);
            }
        }

        if (++_events >= fault.EndAfterEvents)
        {
            await EndAsync(ct);
        }
    }

    private async Task PassAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        if (_ended)
        {
            return;
        }

        if (fault.GarbageAt is { } place && place >= _written && place < _written + bytes.Length)
        {
            var at = (int)(place - _written);
            await inner.WriteAsync(bytes[..at], ct);
            await inner.WriteAsync(new byte[] { 1 }, ct);
            await inner.WriteAsync(bytes[at..], ct);
            _written += bytes.Length;
            return;
        }

        var part = (int)Math.Min(bytes.Length, (fault.EndAfter ?? long.MaxValue) - _written);
        await inner.WriteAsync(bytes[..part], ct);
        _written += part;
        if (part < bytes.Length)
        {
            await EndAsync(ct);
        }
    }

    // What is written after the end is lost without a word, or the server could not finish its answer.
    private async Task EndAsync(CancellationToken ct)
    {
        _ended = true;
        await inner.FlushAsync(ct);
        throw new FaultException();
    }
}
