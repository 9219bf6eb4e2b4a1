using System.Text.Json;

namespace Portal.Core.Logs;

/// <summary>What <c>meta.json</c> beside a log's lines says, so that it is found and understood when pods and database are gone.</summary>
/// <param name="Id">Which log.</param>
/// <param name="Namespace">Namespace of the pod.</param>
/// <param name="Role">driver, executor or other.</param>
/// <param name="Attempt">Execution attempt of the run, from 1.</param>
/// <param name="Extent">What the files hold, once the log has ended; null before.</param>
internal sealed record LogMeta(LogId Id, string Namespace, string Role, int Attempt, LogExtent? Extent)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Null when the folder holds none that can be read.</summary>
    public static LogMeta? Read(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize<LogMeta>(File.ReadAllBytes(Path.Combine(folder, SpoolFormat.MetaFile)), Json);
        }
        catch (Exception e) when (e is JsonException or FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Writes it so that a reader sees the old or the new one, never a part.</summary>
    public void Write(string folder)
    {
        var file = Path.Combine(folder, SpoolFormat.MetaFile);
        File.WriteAllBytes(file + ".new", JsonSerializer.SerializeToUtf8Bytes(this, Json));
        File.Move(file + ".new", file, overwrite: true);
    }
}
