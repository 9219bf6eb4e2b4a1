using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.UnitTests.Sandbox.Api.CustomResources;

/// <summary>Sends requests to a sandbox and reads what it answers.</summary>
internal sealed class ApiCaller(HttpClient client)
{
    public const string Definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Warnings of the last answer.</summary>
    public IReadOnlyList<string> Warnings { get; private set; } = [];

    public async Task<(int Code, JsonObject Body)> SendAsync(string method, string path, JsonNode? body = null, string mediaType = "application/json")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = body is null ? null : new StringContent(body.ToJsonString(new JsonSerializerOptions { MaxDepth = 512 }), Encoding.UTF8, mediaType);
        using var response = await client.SendAsync(request);
        Warnings = response.Headers.TryGetValues("Warning", out var warnings) ? [.. warnings] : [];
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { MaxDepth = 512 })!.AsObject() : new JsonObject { ["text"] = text });
    }

    /// <summary>The body of an answer that must have this code.</summary>
    public async Task<JsonObject> SendAsync(int code, string method, string path, JsonNode? body = null, string mediaType = "application/json")
    {
        var (found, answer) = await SendAsync(method, path, body, mediaType);
        found.ShouldBe(code, (string?)answer["message"]);
        return answer;
    }

    public Task<JsonObject> PatchAsync(int code, string path, string patch) => SendAsync(code, "PATCH", path, JsonNode.Parse(patch), "application/merge-patch+json");

    /// <summary>Asks until the answer has this code.</summary>
    public async Task<JsonObject> UntilAsync(int code, string path, Func<JsonObject, bool>? so = null)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (true)
        {
            var (found, body) = await SendAsync("GET", path);
            if (found == code && (so is null || so(body)))
            {
                return body;
            }
            limit.IsCancellationRequested.ShouldBeFalse($"{path} still answers {found} {body}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken.None);
        }
    }
}
