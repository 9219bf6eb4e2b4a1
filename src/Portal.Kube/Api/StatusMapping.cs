using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Portal.Core.Clusters;

namespace Portal.Kube.Api;

/// <summary>Turns the API's refusals into <see cref="ClusterException"/>, in Kubernetes' own words.</summary>
internal static partial class StatusMapping
{
    private const int MaxBody = 256 * 1024;

    public static async Task<ClusterException> ReadAsync(HttpResponseMessage response, TimeProvider time, CancellationToken ct)
    {
        var body = await ReadBodyAsync(response.Content, ct);
        var header = response.Headers.RetryAfter;
        var after = header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);
        return FromBody((int)response.StatusCode, response.ReasonPhrase, body, after < TimeSpan.Zero ? TimeSpan.Zero : after);
    }

    /// <param name="status">HTTP status.</param>
    /// <param name="reasonPhrase">What the status line says.</param>
    /// <param name="body">A Status object, or whatever something in between sent.</param>
    /// <param name="retryAfter">The header of that name.</param>
    public static ClusterException FromBody(int status, string? reasonPhrase, ReadOnlyMemory<byte> body, TimeSpan? retryAfter)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (Text(document.RootElement, "kind") == "Status")
            {
                return FromStatus(document.RootElement, status, retryAfter);
            }
        }
        catch (JsonException)
        {
            // Not Kubernetes' own answer: a proxy's page, plain text, or nothing.
        }

        var said = Blanks().Replace(System.Text.Encoding.UTF8.GetString(body.Span[..Math.Min(body.Length, 300)]), " ").Trim();
        var line = string.Create(CultureInfo.InvariantCulture, $"{status} {reasonPhrase}").Trim();
        return new ClusterException(Kind(status, reason: null), said.Length == 0 ? $"The Kubernetes API answered {line}." : $"The Kubernetes API answered {line}: {said}")
        {
            StatusCode = status,
            RetryAfter = retryAfter,
        };
    }

    /// <summary>A Status object, also as a watch sends it inside an ERROR event.</summary>
    public static ClusterException FromStatus(JsonElement status, int httpStatus, TimeSpan? retryAfter)
    {
        var code = status.TryGetProperty("code", out var c) && c.ValueKind == JsonValueKind.Number && c.TryGetInt32(out var given) ? given : httpStatus;
        var reason = Text(status, "reason");
        var causes = new List<ClusterErrorCause>();
        if (status.TryGetProperty("details", out var details) && details.ValueKind == JsonValueKind.Object)
        {
            if (details.TryGetProperty("causes", out var list) && list.ValueKind == JsonValueKind.Array)
            {
                causes.AddRange(list.EnumerateArray().Select(cause => new ClusterErrorCause(Text(cause, "field") ?? "", Text(cause, "message") ?? "")));
            }

            if (details.TryGetProperty("retryAfterSeconds", out var seconds) && seconds.ValueKind == JsonValueKind.Number && seconds.TryGetInt32(out var wait) && wait > 0)
            {
                retryAfter ??= TimeSpan.FromSeconds(wait);
            }
        }

        var message = Text(status, "message");
        return new ClusterException(Kind(code, reason), string.IsNullOrEmpty(message) ? string.Create(CultureInfo.InvariantCulture, $"The Kubernetes API answered {code} {reason}.") : message)
        {
            StatusCode = code,
            Reason = reason,
            Causes = causes,
            RetryAfter = retryAfter,
        };
    }

    private static ClusterErrorKind Kind(int status, string? reason) => (status, reason) switch
    {
        (409, "AlreadyExists") => ClusterErrorKind.AlreadyExists,
        (400 or 415 or 422, _) => ClusterErrorKind.Invalid,
        (401, _) => ClusterErrorKind.Unauthorized,
        (403, _) => ClusterErrorKind.Forbidden,
        (404, _) => ClusterErrorKind.NotFound,
        (409, _) => ClusterErrorKind.Conflict,
        (410, _) => ClusterErrorKind.Expired,
        (413, _) => ClusterErrorKind.TooLarge,
        (429 or 503, _) => ClusterErrorKind.Busy,
        _ => ClusterErrorKind.Unexpected,
    };

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static async Task<byte[]> ReadBodyAsync(HttpContent content, CancellationToken ct)
    {
        try
        {
            await using var stream = await content.ReadAsStreamAsync(ct);
            var buffer = new byte[MaxBody];
            var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
            return buffer[..length];
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            // The status line alone has to do.
            return [];
        }
    }

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Blanks();
}
