using Microsoft.AspNetCore.Http;

namespace Portal.UnitTests.Kube.Support;

/// <summary>A response body that breaks off.</summary>
internal sealed class FaultStream(HttpContext context, Stream inner, Fault fault) : Stream
{
    private int _left = fault.CutAfter ?? fault.EndAfter ?? int.MaxValue;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var part = buffer[..Math.Min(buffer.Length, _left)];
        await inner.WriteAsync(part, cancellationToken);
        _left -= part.Length;
        if (part.Length < buffer.Length)
        {
            await inner.FlushAsync(cancellationToken);
            if (fault.CutAfter is not null)
            {
                context.Abort();
            }

            throw new FaultException();
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
