using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Portal.Core.History.Outbox;

/// <summary>Lines that are on the disk once they are added. What a crash tore off at the end is cut when the file is opened again.</summary>
internal sealed class OutboxFile : IDisposable
{
    private readonly SafeFileHandle _file;

    /// <exception cref="IOException">The disk refuses, or another portal has the file open.</exception>
    public OutboxFile(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        var bytes = new byte[RandomAccess.GetLength(_file)];
        Length = bytes.AsSpan(0, RandomAccess.Read(_file, bytes, 0)).LastIndexOf((byte)'\n') + 1;
        RandomAccess.SetLength(_file, Length);
        Lines = Encoding.UTF8.GetString(bytes.AsSpan(0, (int)Length)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>What it held when it was opened.</summary>
    public IReadOnlyList<string> Lines { get; }

    /// <summary>Bytes held.</summary>
    public long Length { get; private set; }

    /// <param name="line">Without a line end, also inside.</param>
    /// <exception cref="IOException">The disk is full or refuses; nothing was added.</exception>
    public void Add(string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line + "\n");
        try
        {
            RandomAccess.Write(_file, bytes, Length);
            RandomAccess.FlushToDisk(_file);
            Length += bytes.Length;
        }
        catch (IOException)
        {
            RandomAccess.SetLength(_file, Length);
            throw;
        }
    }

    /// <exception cref="IOException">The disk refuses.</exception>
    public void Clear()
    {
        RandomAccess.SetLength(_file, 0);
        Length = 0;
    }

    public void Dispose() => _file.Dispose();
}
