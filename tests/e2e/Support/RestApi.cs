using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Portal.E2E.Support;

/// <summary>What the stories do over the REST API to set a stage or to look behind a page.</summary>
public static class RestApi
{
    public static object Job(string name, string script, int executors = 1, params string[] arguments) => new
    {
        name,
        type = "Python",
        script = new { name = "main.py", content = script },
        arguments,
        driver = new { cores = 1, memory = "512m" },
        executor = new { cores = 1, memory = "512m" },
        executors,
    };

    public static async Task<JsonObject> SubmitAsync(this HttpClient api, object job, string workspace = "team-a")
    {
        using var answer = await api.PostAsJsonAsync($"/api/v1/workspaces/{workspace}/jobs", job);
        var body = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue(body);
        return JsonNode.Parse(body)!.AsObject();
    }

    public static async Task<JsonObject> GetRunAsync(this HttpClient api, string name, string workspace = "team-a") =>
        (await api.GetFromJsonAsync<JsonObject>($"/api/v1/workspaces/{workspace}/jobs/{name}"))!;

    public static async Task<JsonNode> GetFromJsonNodeAsync(this HttpClient api, string path) =>
        JsonNode.Parse(await api.GetStringAsync(new Uri(path, UriKind.Relative)))!;

    /// <summary>The run once its state is one of those given.</summary>
    public static async Task<JsonObject> WaitForAsync(this HttpClient api, string name, int seconds, params string[] states)
    {
        JsonObject? run = null;
        try
        {
            await Until.TrueAsync(
                async () =>
                {
                    try
                    {
                        run = await api.GetRunAsync(name);
                    }
                    catch (HttpRequestException)
                    {
                        return false;
                    }

                    return states.Contains(run["state"]!.GetValue<string>());
                },
                $"{name} is {string.Join(" or ", states)}",
                seconds);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message} It is: {run?.ToJsonString()}", e);
        }

        return run!;
    }

    /// <summary>The run once it has failed and its log was read for the cause.</summary>
    public static async Task<JsonObject> WaitForCauseAsync(this HttpClient api, string name)
    {
        await api.WaitForAsync(name, 90, "Failed");
        await Until.TrueAsync(async () => (await api.GetRunAsync(name))["cause"] is not null, $"the cause of {name} is found");
        return await api.GetRunAsync(name);
    }
}
