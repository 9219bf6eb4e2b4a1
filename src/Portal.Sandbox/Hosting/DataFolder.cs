using System.Globalization;

namespace Portal.Sandbox.Hosting;

/// <summary>The sandbox's data folder, held by one process at a time. The lock goes with the process, however it ends.</summary>
public sealed class DataFolder : IDisposable
{
    internal const string ClientCaName = "client-ca.crt";
    internal const string ClientCaKeyName = "client-ca.key";

    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held) => (Root, _lock) = (path, held);

    public string Root { get; }

    public string Store => Path.Combine(Root, "store");

    public string Node => Path.Combine(Root, "node");

    /// <summary>Users of this sandbox, in Kubernetes' static token format.</summary>
    public string Users => Path.Combine(Root, "users.csv");

    public string ServiceAccountKey => Path.Combine(Root, "service-account.key");

    /// <summary>The authority that signs client certificates.</summary>
    public string ClientCa => Path.Combine(Root, ClientCaName);

    public string ClientCaKey => Path.Combine(Root, ClientCaKeyName);

    /// <summary>The authority that signed the server's certificate.</summary>
    public string CaFile => Path.Combine(Root, "ca.crt");

    public string ServerCertificate => Path.Combine(Root, "server.crt");

    public string ServerKey => Path.Combine(Root, "server.key");

    public string Port => Path.Combine(Root, "port");

    /// <summary>The kubeconfig of the portal's service identity.</summary>
    public string PortalKubeConfig => Path.Combine(Root, "portal.kubeconfig");

    /// <exception cref="UsageException">Another sandbox has it, or it cannot be written.</exception>
    public static DataFolder Open(string path)
    {
        var file = Path.Combine(path, "lock");
        try
        {
            PrivateFile.CreateFolder(path);
            var held = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            PrivateFile.Write(ProcessFile(path), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new DataFolder(path, held);
        }
        catch (IOException e) when (File.Exists(file))
        {
            throw new UsageException($"The data folder {path} is in use by another sandbox{Owner(path)}. Stop that one, or choose another folder with --data. ({e.Message})");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The data folder {path} cannot be used: {e.Message} Choose another one with --data.");
        }
    }

    public void Dispose() => _lock.Dispose();

    /// <summary>Says who holds the lock; the lock itself cannot be read while it is held.</summary>
    private static string ProcessFile(string path) => Path.Combine(path, "process");

    private static string Owner(string path) => File.Exists(ProcessFile(path)) ? $" (process {File.ReadAllText(ProcessFile(path))})" : "";
}
