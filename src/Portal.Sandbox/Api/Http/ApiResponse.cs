using System.Text;
using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Http.Bodies;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Http;

/// <summary>Writes answers.</summary>
internal static class ApiResponse
{
    public static Task WriteAsync(HttpContext http, int code, JsonNode body) => WriteAsync(http, code, StoreJson.Bytes(body));

    public static async Task WriteAsync(HttpContext http, int code, ReadOnlyMemory<byte> json)
    {
        http.Response.StatusCode = code;
        if (http.Response.ContentType is null && AcceptHeader.WantsYaml(http.Request))
        {
            http.Response.ContentType = AcceptHeader.Yaml;
            json = Encoding.UTF8.GetBytes(YamlWriter.Write(StoreJson.Parse(json)));
        }
        http.Response.ContentType ??= "application/json";
        http.Response.ContentLength = json.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await http.Response.Body.WriteAsync(json, http.RequestAborted);
        }
    }

    public static async Task TextAsync(HttpContext http, int code, string text)
    {
        http.Response.StatusCode = code;
        http.Response.ContentType = "text/plain; charset=utf-8";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        await http.Response.WriteAsync(text, http.RequestAborted);
    }

    public static Task NotServedAsync(HttpContext http) => TextAsync(http, 404, "404 page not found\n");
}
