using System.Text;
using Portal.Core.Clusters;
using Portal.Kube.Api;

namespace Portal.UnitTests.Kube.Api;

public sealed class StatusMappingTests
{
    [Theory]
    [InlineData(400, "BadRequest", ClusterErrorKind.Invalid)]
    [InlineData(401, "Unauthorized", ClusterErrorKind.Unauthorized)]
    [InlineData(403, "Forbidden", ClusterErrorKind.Forbidden)]
    [InlineData(404, "NotFound", ClusterErrorKind.NotFound)]
    [InlineData(409, "AlreadyExists", ClusterErrorKind.AlreadyExists)]
    [InlineData(409, "Conflict", ClusterErrorKind.Conflict)]
    [InlineData(410, "Expired", ClusterErrorKind.Expired)]
    [InlineData(413, "RequestEntityTooLarge", ClusterErrorKind.TooLarge)]
    [InlineData(415, "UnsupportedMediaType", ClusterErrorKind.Invalid)]
    [InlineData(422, "Invalid", ClusterErrorKind.Invalid)]
    [InlineData(429, "TooManyRequests", ClusterErrorKind.Busy)]
    [InlineData(500, "InternalError", ClusterErrorKind.Unexpected)]
    [InlineData(503, "ServiceUnavailable", ClusterErrorKind.Busy)]
    [InlineData(504, "Timeout", ClusterErrorKind.Unexpected)]
    public void FromBody_Status_HasTheKindForWhatCanBeDone(int code, string reason, ClusterErrorKind kind)
    {
        var e = Map(code, $$"""{"kind":"Status","status":"Failure","message":"so it is","reason":"{{reason}}","code":{{code}}}""");

        e.Kind.ShouldBe(kind);
        e.Message.ShouldBe("so it is");
        e.Reason.ShouldBe(reason);
        e.StatusCode.ShouldBe(code);
    }

    [Fact]
    public void FromBody_StatusWithCauses_KeepsThem()
    {
        var e = Map(422, """{"kind":"Status","message":"no","reason":"Invalid","details":{"causes":[{"field":"spec.type","message":"Unsupported value"}],"retryAfterSeconds":3},"code":422}""");

        e.Causes.ShouldBe([new ClusterErrorCause("spec.type", "Unsupported value")]);
        e.RetryAfter.ShouldBe(TimeSpan.FromSeconds(3));
    }

    [Theory]
    [InlineData("404 page not found\n", "The Kubernetes API answered 404 Not Found: 404 page not found")]
    [InlineData("<html>\n <b>Bad gateway</b></html>", "The Kubernetes API answered 404 Not Found: <html> <b>Bad gateway</b></html>")]
    [InlineData("", "The Kubernetes API answered 404 Not Found.")]
    [InlineData("{\"kind\":\"Status\"", "The Kubernetes API answered 404 Not Found: {\"kind\":\"Status\"")]
    [InlineData("[]", "The Kubernetes API answered 404 Not Found: []")]
    public void FromBody_NotAStatus_SaysWhatCame(string body, string message)
    {
        var e = Map(404, body);

        e.Kind.ShouldBe(ClusterErrorKind.NotFound);
        e.Message.ShouldBe(message);
    }

    [Fact]
    public void FromBody_StatusOfOddShape_IsStillAnAnswer()
    {
        var e = Map(422, """{"kind":"Status","message":7,"reason":{},"details":{"causes":["x",{"field":1}],"retryAfterSeconds":"soon"},"code":"422"}""");

        e.Kind.ShouldBe(ClusterErrorKind.Invalid);
        e.Causes.Count.ShouldBe(2);
    }

    private static ClusterException Map(int status, string body) => StatusMapping.FromBody(status, "Not Found", Encoding.UTF8.GetBytes(body), retryAfter: null);
}
