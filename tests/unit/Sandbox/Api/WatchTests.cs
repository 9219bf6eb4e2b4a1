using System.Net;
using System.Text.Json.Nodes;

namespace Portal.UnitTests.Sandbox.Api;

[Collection(SharedSandboxCollection.Name)]
public sealed class WatchTests(SharedSandbox shared)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private readonly HttpClient _client = shared.Sandbox.Client();

    [Fact]
    public async Task List_InPages_ShowsOneVersionWhileOthersWrite()
    {
        var path = await NamespaceAsync();
        for (var i = 0; i < 10; i++)
        {
            await CreateAsync(path, $"c{i}");
        }

        var names = new List<string>();
        var next = "";
        do
        {
            var page = await GetAsync($"{path}?limit=3&labelSelector=test&continue={next}");
            names.AddRange(page["items"]!.AsArray().Select(i => (string)i!["metadata"]!["name"]!));
            next = (string?)page["metadata"]!["continue"] ?? "";
            await CreateAsync(path, $"late{names.Count}");
            await _client.DeleteAsync(new Uri($"{path}/c{names.Count % 10}", UriKind.Relative));
        }
        while (next.Length > 0);

        names.ShouldBe(Enumerable.Range(0, 10).Select(i => $"c{i}"));
    }

    [Fact]
    public async Task Watch_FromAListsVersion_MissesNothingAndRepeatsNothing()
    {
        var path = await NamespaceAsync();
        const int Writers = 4, Each = 25;
        using var limit = new CancellationTokenSource(Deadline);

        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(async w =>
        {
            for (var i = 0; i < Each; i++)
            {
                await CreateAsync(path, $"w{w}-{i}");
            }
        }));
        var readers = Enumerable.Range(0, 5).Select(async _ =>
        {
            var list = await GetAsync($"{path}?labelSelector=test");
            var seen = list["items"]!.AsArray().Select(i => (string)i!["metadata"]!["name"]!).ToList();
            await foreach (var change in EventsAsync($"{path}?watch=true&labelSelector=test&resourceVersion={list["metadata"]!["resourceVersion"]}", limit.Token))
            {
                ((string?)change["type"]).ShouldBe("ADDED");
                seen.Add((string)change["object"]!["metadata"]!["name"]!);
                if (seen.Count == Writers * Each)
                {
                    break;
                }
            }
            return seen;
        }).ToList();
        await writing;

        foreach (var seen in await Task.WhenAll(readers))
        {
            seen.Distinct(StringComparer.Ordinal).Count().ShouldBe(Writers * Each);
        }
    }

    [Fact]
    public async Task Watch_LabelSelector_ShowsComingAndLeaving()
    {
        var path = await NamespaceAsync();
        using var limit = new CancellationTokenSource(Deadline);
        var version = (string?)(await GetAsync(path))["metadata"]!["resourceVersion"];
        await CreateAsync(path, "c");
        await LabelAsync(path, "c", "in");
        await LabelAsync(path, "c", "out");

        var types = new List<string>();
        await foreach (var change in EventsAsync($"{path}?watch=true&labelSelector=state%3Din&resourceVersion={version}", limit.Token))
        {
            types.Add((string)change["type"]!);
            if (types.Count == 2)
            {
                break;
            }
        }

        types.ShouldBe(["ADDED", "DELETED"]);
    }

    [Fact]
    public async Task Watch_SendInitialEvents_EndsThemWithABookmark()
    {
        var path = await NamespaceAsync();
        await CreateAsync(path, "c");
        using var limit = new CancellationTokenSource(Deadline);

        var events = new List<JsonObject>();
        await foreach (var change in EventsAsync($"{path}?watch=true&labelSelector=test&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true", limit.Token))
        {
            events.Add(change);
            if (events.Count == 2)
            {
                break;
            }
        }

        events.Select(e => (string?)e["type"]).ShouldBe(["ADDED", "BOOKMARK"]);
        ((string?)events[1]["object"]!["metadata"]!["annotations"]!["k8s.io/initial-events-end"]).ShouldBe("true");
    }

    [Fact]
    public async Task Watch_TimeLimit_EndsWithABookmark()
    {
        var path = await NamespaceAsync();
        using var limit = new CancellationTokenSource(Deadline);

        var events = new List<string>();
        await foreach (var change in EventsAsync($"{path}?watch=true&labelSelector=test&allowWatchBookmarks=true&timeoutSeconds=1", limit.Token))
        {
            events.Add((string)change["type"]!);
        }

        events.ShouldBe(["BOOKMARK"]);
    }

    [Fact]
    public async Task List_AsTable_HasColumnsAndRows()
    {
        var path = await NamespaceAsync();
        await CreateAsync(path, "c");
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path + "?labelSelector=test", UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io,application/json");

        using var answer = await _client.SendAsync(request);

        var table = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        table["columnDefinitions"]!.AsArray().Select(c => (string?)c!["name"]).ShouldBe(["Name", "Data", "Age"]);
        ((string?)table["rows"]![0]!["cells"]![0]).ShouldBe("c");
    }

    private async Task<string> NamespaceAsync()
    {
        using var answer = await _client.PostAsync(new Uri("/api/v1/namespaces", UriKind.Relative), SandboxProcess.Json(new JsonObject { ["metadata"] = new JsonObject { ["generateName"] = "watch-" } }));
        return $"/api/v1/namespaces/{JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["metadata"]!["name"]}/configmaps";
    }

    private async Task CreateAsync(string path, string name)
    {
        var obj = new JsonObject { ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = new JsonObject { ["test"] = "1" } } };
        using var answer = await _client.PostAsync(new Uri(path, UriKind.Relative), SandboxProcess.Json(obj));
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    private async Task LabelAsync(string path, string name, string state)
    {
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["state"] = state } } };
        using var answer = await _client.PatchAsync(new Uri($"{path}/{name}", UriKind.Relative), SandboxProcess.Json(patch, "application/merge-patch+json"));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private async Task<JsonObject> GetAsync(string path) => JsonNode.Parse(await _client.GetStringAsync(new Uri(path, UriKind.Relative)))!.AsObject();

    private async IAsyncEnumerable<JsonObject> EventsAsync(string path, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        using var reader = new StreamReader(await _client.GetStreamAsync(new Uri(path, UriKind.Relative), ct));
        while (await reader.ReadLineAsync(ct) is { } line)
        {
            yield return JsonNode.Parse(line)!.AsObject();
        }
    }
}
