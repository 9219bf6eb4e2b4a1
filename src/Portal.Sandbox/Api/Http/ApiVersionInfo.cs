using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Portal.Sandbox.Api.Http;

/// <summary>What <c>/version</c> says: the Kubernetes that this API keeps to, and that it is the sandbox.</summary>
internal static class ApiVersionInfo
{
    public const string GitVersion = "v1.36.2+sandbox";

    public static JsonObject Body { get; } = new()
    {
        ["major"] = "1",
        ["minor"] = "36",
        ["gitVersion"] = GitVersion,
        ["gitCommit"] = "",
        ["gitTreeState"] = "clean",
        ["buildDate"] = "1970-01-01T00:00:00Z",
        ["goVersion"] = "",
        ["compiler"] = "dotnet",
        ["platform"] = "linux/" + (RuntimeInformation.OSArchitecture == Architecture.X64 ? "amd64" : RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()),
    };
}
