using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Portal.Kube.Api;

/// <summary>
/// Reads kubeconfig files the way kubectl does: several files are one, the first that names something wins, relative paths start at the
/// folder of the file that holds them.
/// </summary>
internal static class KubeConfig
{
    /// <summary>The endpoint that the options ask for.</summary>
    /// <exception cref="KubeConfigException">It cannot be had.</exception>
    public static KubeEndpoint Load(KubeOptions options, TimeProvider time)
    {
        var paths = options.Kubeconfig ?? Environment.GetEnvironmentVariable("KUBECONFIG");
        if (string.IsNullOrEmpty(paths))
        {
            if (InClusterConfig.TryLoad(time) is { } inCluster)
            {
                return inCluster;
            }

            paths = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config");
        }

        return Load(paths.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries), options.Context, time);
    }

    public static KubeEndpoint Load(IReadOnlyList<string> paths, string? contextName, TimeProvider time)
    {
        // As for kubectl, a file of a list may be missing; the only one may not.
        var files = paths.Where(p => paths.Count == 1 || File.Exists(p)).Select(YamlView.Load).ToList();
        if (files.Count == 0)
        {
            throw new KubeConfigException($"None of the kubeconfig files exists: {string.Join(", ", paths)}. Name one with --kubeconfig.");
        }

        contextName ??= files.Select(f => f.Text("current-context")).FirstOrDefault(c => c is not null)
            ?? throw new KubeConfigException($"The kubeconfig {files[0].FileName} sets no current-context. Name one with --context; there are: {Names(files, "contexts")}.");
        var entry = Find(files, "contexts", contextName)
            ?? throw new KubeConfigException($"The kubeconfig {files[0].FileName} has no context '{contextName}'. There are: {Names(files, "contexts")}.");
        var context = entry.Child("context") ?? throw entry.Complaint($"The context '{contextName}' has no 'context' part.");

        var clusterName = context.Text("cluster") ?? throw context.Complaint($"The context '{contextName}' names no cluster.");
        var cluster = Find(files, "clusters", clusterName)?.Child("cluster")
            ?? throw context.Complaint($"The context '{contextName}' names the cluster '{clusterName}', which is not defined. There are: {Names(files, "clusters")}.");

        YamlView? user = null;
        if (context.Text("user") is { } userName)
        {
            var userEntry = Find(files, "users", userName)
                ?? throw context.Complaint($"The context '{contextName}' names the user '{userName}', which is not defined. There are: {Names(files, "users")}.");
            user = userEntry.Child("user");
        }

        return Endpoint(clusterName, cluster, user, time);
    }

    private static KubeEndpoint Endpoint(string name, YamlView cluster, YamlView? user, TimeProvider time)
    {
        var server = cluster.Text("server") ?? throw cluster.Complaint($"The cluster '{name}' has no 'server'.");
        if (!Uri.TryCreate(server.TrimEnd('/') + "/", UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http"))
        {
            throw cluster.Complaint($"The server of the cluster '{name}' is not an http or https address.");
        }

        Uri? proxy = null;
        if (cluster.Text("proxy-url") is { } proxyUrl && (!Uri.TryCreate(proxyUrl, UriKind.Absolute, out proxy) || proxy.Scheme is not ("http" or "https" or "socks5")))
        {
            throw cluster.Complaint($"The proxy-url of the cluster '{name}' is not an http, https or socks5 address.");
        }

        var authorities = Bytes(cluster, "certificate-authority-data", "certificate-authority");
        return new KubeEndpoint
        {
            Name = name,
            Server = address,
            Proxy = proxy,
            TlsServerName = cluster.Text("tls-server-name"),
            SkipTlsVerify = cluster.Flag("insecure-skip-tls-verify"),
            Authorities = authorities is null ? null : Certificates.Authorities(authorities, cluster),
            Credentials = user is null ? new FixedCredential(Credential.None) : Credentials(user, address, authorities, cluster, time),
        };
    }

    private static ICredentialSource Credentials(YamlView user, Uri server, byte[]? authorities, YamlView cluster, TimeProvider time)
    {
        X509Certificate2? certificate = null;
        if (Bytes(user, "client-certificate-data", "client-certificate") is { } pem)
        {
            var key = Bytes(user, "client-key-data", "client-key") ?? throw user.Complaint("A client certificate is given without its client-key or client-key-data.");
            certificate = Certificates.Client(Encoding.UTF8.GetString(pem), Encoding.UTF8.GetString(key), user);
        }

        if (user.Child("exec") is { } exec)
        {
            return new ExecCredentialPlugin(ExecPluginConfig.Read(exec, server, authorities, cluster), certificate, time);
        }

        // kubectl prefers the file over the token beside it: the file is the one that is renewed.
        if (user.FilePath("tokenFile") is { } tokenFile)
        {
            return new TokenFileCredential(tokenFile, certificate, time);
        }

        if (user.Text("token") is { } token)
        {
            return BearerToken.IsWellFormed(token)
                ? new FixedCredential(Credential.Bearer(token, certificate))
                : throw user.Complaint("The token has blanks or control characters in it.");
        }

        if (user.Text("username") is { } name)
        {
            var pair = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{user.Text("password")}"));
            return new FixedCredential(new Credential(new AuthenticationHeaderValue("Basic", pair), certificate));
        }

        return user.Child("auth-provider") is null
            ? new FixedCredential(new Credential(null, certificate))
            : throw user.Complaint("The user has an auth-provider, which Kubernetes removed in 1.26. Use the exec plugin of your provider instead.");
    }

    /// <summary>What is given inline as base64, or in a file beside.</summary>
    private static byte[]? Bytes(YamlView view, string inline, string file)
    {
        if (view.Text(inline) is { } data)
        {
            try
            {
                return Convert.FromBase64String(data);
            }
            catch (FormatException)
            {
                throw view.Complaint($"'{inline}' is not base64.");
            }
        }

        if (view.FilePath(file) is not { } path)
        {
            return null;
        }

        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw view.Complaint($"'{file}' names {path}, which cannot be read: {e.Message}");
        }
    }

    private static YamlView? Find(IEnumerable<YamlView> files, string list, string name) =>
        files.SelectMany(f => f.Children(list)).FirstOrDefault(e => e.Text("name") == name);

    private static string Names(IEnumerable<YamlView> files, string list)
    {
        var names = files.SelectMany(f => f.Children(list)).Select(e => e.Text("name")).Distinct().Take(20).ToList();
        return names.Count == 0 ? "none" : string.Join(", ", names);
    }
}
