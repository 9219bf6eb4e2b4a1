using System.Security.Cryptography;
using System.Text.Json;
using Portal.Api.Contracts;

namespace Portal.Api;

/// <summary>The key that makes a submission of the REST API happen once.</summary>
public static class SubmissionKey
{
    private const int LongestHeader = 255;

    /// <summary>
    /// The client's own key where it sent one. Otherwise a named run gets a key made of its whole content, so that a repeated request finds
    /// its run and another content under the same name does not. A run without a name is new every time.
    /// </summary>
    public static string For(string? header, JobBody body)
    {
        if (header is { Length: > LongestHeader })
        {
            throw new BadHttpRequestException($"Idempotency-Key is longer than {LongestHeader} characters.");
        }

        return header is { Length: > 0 } ? $"api-{Hash(header)}"
            : body.Name is null ? $"api-{Guid.NewGuid():n}"
            : $"api-{Hash(JsonSerializer.Serialize(body))}";
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}
