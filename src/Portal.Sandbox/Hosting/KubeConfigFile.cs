namespace Portal.Sandbox.Hosting;

/// <summary>Writes kubeconfigs for this sandbox.</summary>
internal static class KubeConfigFile
{
    public static string Text(Uri server, string caPem, string user, string token) => $"""
        apiVersion: v1
        kind: Config
        current-context: sandbox
        clusters:
        - name: sandbox
          cluster:
            server: {server.GetLeftPart(UriPartial.Authority)}
            certificate-authority-data: {Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(caPem))}
        contexts:
        - name: sandbox
          context:
            cluster: sandbox
            user: {user}
        users:
        - name: {user}
          user:
            token: {token}

        """;
}
