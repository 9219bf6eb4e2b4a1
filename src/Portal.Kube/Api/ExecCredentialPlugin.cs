using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.Kube.Api;

/// <summary>
/// Runs the credential plugin that a kubeconfig names (client.authentication.k8s.io) and keeps its answer until it expires or is refused.
/// The plugin is started directly, never through a shell, and is never interactive: nobody sits at the portal's terminal.
/// </summary>
internal sealed class ExecCredentialPlugin(ExecPluginConfig config, X509Certificate2? certificate, TimeProvider time) : ICredentialSource, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Renewed a little early, so that a request does not arrive with a token that expired under way.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile Answer? _answer;

    public async ValueTask<Credential> GetAsync(CancellationToken ct)
    {
        if (IsFresh(_answer) is { } ready)
        {
            return ready;
        }

        await _one.WaitAsync(ct);
        try
        {
            if (IsFresh(_answer) is { } meanwhile)
            {
                return meanwhile;
            }

            var answer = Read(await RunAsync(ct));
            _answer = answer;
            return answer.Credential;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Invalidate(Credential refused)
    {
        if (_answer is { } answer && ReferenceEquals(answer.Credential, refused))
        {
            _answer = null;
        }
    }

    public void Dispose() => _one.Dispose();

    private Credential? IsFresh(Answer? answer) => answer is not null && (answer.Expires is null || time.GetUtcNow() < answer.Expires - Margin) ? answer.Credential : null;

    private async Task<string> RunAsync(CancellationToken ct)
    {
        var start = new ProcessStartInfo(config.Command)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in config.Arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in config.Environment)
        {
            start.Environment[name] = value;
        }

        var spec = new JsonObject { ["interactive"] = false };
        if (config.ClusterInfo is not null)
        {
            spec["cluster"] = config.ClusterInfo.DeepClone();
        }

        start.Environment["KUBERNETES_EXEC_INFO"] = new JsonObject { ["apiVersion"] = config.ApiVersion, ["kind"] = "ExecCredential", ["spec"] = spec }.ToJsonString();

        using var limit = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        using var process = Start(start);
        try
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(both.Token);
            var errors = process.StandardError.ReadToEndAsync(both.Token);
            await process.WaitForExitAsync(both.Token);
            if (process.ExitCode != 0)
            {
                var said = Shorten(await errors);
                throw Failed(string.Create(CultureInfo.InvariantCulture, $"ended with exit code {process.ExitCode}: {said}"));
            }

            return await output;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw Failed($"gave no answer within {Patience.TotalSeconds:0} s.");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw Failed("did not start.");
        }
        catch (Win32Exception e)
        {
            throw Failed($"could not be started: {e.Message}. {config.InstallHint ?? "Install it, or use a kubeconfig with a token."}");
        }
    }

    private Answer Read(string output)
    {
        try
        {
            var credential = JsonNode.Parse(output)!.AsObject();
            if ((string?)credential["apiVersion"] != config.ApiVersion || (string?)credential["kind"] != "ExecCredential")
            {
                throw Failed($"answered with another kind or version than ExecCredential of {config.ApiVersion}.");
            }

            var status = credential["status"]?.AsObject() ?? throw Failed("answered without a status: it may need a person to sign in first. Run it once by hand.");
            var token = (string?)status["token"];
            var own = (string?)status["clientCertificateData"] is { } pem ? X509Certificate2.CreateFromPem(pem, (string?)status["clientKeyData"]) : certificate;
            if (token is null && own is null)
            {
                throw Failed("answered with neither a token nor a client certificate.");
            }

            if (token is not null && !BearerToken.IsWellFormed(token))
            {
                throw Failed("answered with a token that has blanks or control characters in it.");
            }

            DateTimeOffset? expires = (string?)status["expirationTimestamp"] is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) : null;
            return new Answer(token is null ? new Credential(null, own) : Credential.Bearer(token, own), expires);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NullReferenceException or FormatException or CryptographicException or ArgumentException)
        {
            // The answer holds secrets: say what is wrong with it, not what is in it.
            throw Failed("gave an answer that is not a usable ExecCredential.");
        }
    }

    private KubeConfigException Failed(string what) => new($"The credential plugin '{config.Command}' of the kubeconfig {what}");

    private static string Shorten(string text) => text.Length <= 500 ? text.Trim() : new StringBuilder(text, 0, 500, 500).Append(" …").ToString().Trim();

    private sealed record Answer(Credential Credential, DateTimeOffset? Expires);
}
