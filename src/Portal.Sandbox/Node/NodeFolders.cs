namespace Portal.Sandbox.Node;

/// <summary>Where the node keeps what. Names from the API that are no plain file names never reach a path: uids and checked names only.</summary>
internal sealed class NodeFolders(NodeOptions options)
{
    private readonly string _root = Path.GetFullPath(options.Folder);

    /// <summary>One folder per pod, by uid.</summary>
    public string Pods => Path.Combine(_root, "pods");

    /// <summary>Made-up <c>/etc</c> files that all containers share.</summary>
    public string Etc => Path.Combine(_root, "etc");

    /// <summary>One folder per namespace, in it one per claim.</summary>
    public string Claims => Path.Combine(_root, "claims");

    public string Pod(string uid) => Path.Combine(Pods, Safe(uid));

    public string Volume(string uid, string name) => Path.Combine(Pod(uid), "volumes", Safe(name));

    /// <summary>Folder of one container, whichever instance.</summary>
    public string Container(string uid, string name) => Path.Combine(Pod(uid), "containers", Safe(name));

    public string Log(string uid, string name, int instance) => Path.Combine(Container(uid, name), $"log-{instance}");

    /// <summary>A claim's folder outlives the pods; another claim of the same name gets another one.</summary>
    public string Claim(string ns, string name, string uid) => Path.Combine(Claims, Safe(ns), $"{Safe(name)}-{Safe(uid)}");

    private static string Safe(string name) =>
        name.Length > 0 && name[0] != '.' && !name.AsSpan().ContainsAny('/', '\0') ? name : throw new ArgumentException($"\"{name}\" cannot be a file name.", nameof(name));
}
