using Microsoft.Win32.SafeHandles;

namespace Portal.Sandbox.Store;

/// <summary>One append-only file of frames. A frame that was appended is on the disk when <see cref="Append"/> returns, or not there at all.</summary>
internal sealed class Journal : IDisposable
{
    private readonly SafeFileHandle _file;
    private bool _tailIsDirty;

    private Journal(string path, SafeFileHandle file, long length)
    {
        Path = path;
        _file = file;
        Length = length;
    }

    public string Path { get; }

    public long Length { get; private set; }

    public static Journal Open(string path, long length)
    {
        var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            RandomAccess.SetLength(file, length);
            return new Journal(path, file, length);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <exception cref="IOException">The disk is full or broken; the file is as it was before.</exception>
    public void Append(ReadOnlyMemory<byte> frames)
    {
        if (_tailIsDirty)
        {
            RandomAccess.SetLength(_file, Length);
            _tailIsDirty = false;
        }
        try
        {
            RandomAccess.Write(_file, frames.Span, Length);
            RandomAccess.FlushToDisk(_file);
            Length += frames.Length;
        }
        catch (ArgumentOutOfRangeException e)
        {
            // How .NET reports that the file system or a limit of the process takes no file of that size.
            _tailIsDirty = true;
            throw new IOException("the journal may not grow any further", e);
        }
        catch
        {
            _tailIsDirty = true;
            throw;
        }
    }

    public void Dispose() => _file.Dispose();
}
