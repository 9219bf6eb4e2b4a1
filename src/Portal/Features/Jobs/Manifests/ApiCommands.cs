using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Core.Jobs;

namespace Portal.Features.Jobs.Manifests;

/// <summary>The same thing in other words: as a manifest, for kubectl and for the REST API.</summary>
/// <param name="Yaml">The manifest.</param>
/// <param name="Kubectl">Shell commands for kubectl.</param>
/// <param name="Curl">Shell commands for the REST API; expects a bearer token in <c>$TOKEN</c>.</param>
public sealed record ApiCommands(string Yaml, string Kubectl, string Curl)
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() },
    };

    /// <summary>Creating a run.</summary>
    /// <param name="workspace">Where.</param>
    /// <param name="job">What.</param>
    /// <param name="manifests">Everything that is created, the SparkApplication last.</param>
    /// <param name="baseUri">Address of the portal, with the slash at its end.</param>
    public static ApiCommands OfJob(string workspace, SparkJob job, IReadOnlyList<JsonObject> manifests, string baseUri)
    {
        var yaml = manifests.Select(YamlText.Write).ToList();
        var body = JsonSerializer.SerializeToNode(job, Readable)!.AsObject();
        body["job"] = body["name"]?.DeepClone();
        body.Remove("name");
        foreach (var empty in body.Where(p => p.Value is null or JsonArray { Count: 0 } or JsonObject { Count: 0 } || (p.Value is JsonValue v && v.ToString().Length == 0)).Select(p => p.Key).ToList())
        {
            body.Remove(empty);
        }

        return new ApiCommands(
            yaml[^1],
            $"kubectl create -f - {Heredoc(string.Join("---\n", yaml))}",
            $"curl -sS {baseUri}api/v1/workspaces/{workspace}/jobs \\\n  -H \"Authorization: Bearer $TOKEN\" \\\n  -H 'Content-Type: application/json' \\\n  --data-binary @- {Heredoc(body.ToJsonString(Readable) + "\n")}");
    }

    /// <summary>Looking at a run that there is, and repeating it.</summary>
    public static ApiCommands OfRun(JobRun run, string baseUri)
    {
        var api = $"{baseUri}api/v1/workspaces/{run.Workspace}/jobs/{run.Name}";
        const string Token = "-H \"Authorization: Bearer $TOKEN\"";
        return new ApiCommands(
            YamlText.Write(JsonNode.Parse(run.ManifestJson) ?? new JsonObject()),
            $"""
            # see it, read its log, cancel it
            kubectl -n {run.Workspace} get sparkapplication {run.Name} -o yaml
            kubectl -n {run.Workspace} logs -f {run.Name}-driver
            kubectl -n {run.Workspace} delete sparkapplication {run.Name}

            """,
            $"""
            # see it, read its log, run it again, cancel it
            curl -sS {Token} {api}
            curl -sSN {Token} "{api}/log?follow=true"
            curl -sS {Token} -X POST {api}/rerun
            curl -sS {Token} -X DELETE {api}

            """);
    }

    // The quoted delimiter keeps the shell from expanding anything; one that does not occur in the text ends it where it should.
    private static string Heredoc(string text)
    {
        var delimiter = "EOF";
        while (text.Split('\n').Contains(delimiter, StringComparer.Ordinal))
        {
            delimiter += "_";
        }

        return $"<<'{delimiter}'\n{text}{delimiter}\n";
    }
}
