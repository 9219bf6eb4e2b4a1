using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Portal.Api;
using Portal.Core.Clusters;
using Portal.Core.Storage;

namespace Portal.UnitTests.Api;

public sealed class ProblemsTests
{
    [Theory]
    [InlineData(ClusterErrorKind.Unreachable, 503, "ClusterUnreachable")]
    [InlineData(ClusterErrorKind.Unauthorized, 502, "ClusterRefusedPortal")]
    [InlineData(ClusterErrorKind.Forbidden, 403, "Forbidden")]
    [InlineData(ClusterErrorKind.NotFound, 404, "NotFound")]
    [InlineData(ClusterErrorKind.AlreadyExists, 409, "NameTaken")]
    [InlineData(ClusterErrorKind.Conflict, 409, "Conflict")]
    [InlineData(ClusterErrorKind.Invalid, 422, "ClusterRefusedObject")]
    [InlineData(ClusterErrorKind.Expired, 410, "Expired")]
    [InlineData(ClusterErrorKind.TooLarge, 413, "TooLarge")]
    [InlineData(ClusterErrorKind.Busy, 503, "ClusterBusy")]
    [InlineData(ClusterErrorKind.Unexpected, 502, "ClusterUnexpected")]
    public void From_RefusalOfTheCluster_HasItsStatusAndItsWords(ClusterErrorKind kind, int status, string code)
    {
        var problem = Problems.From(new ClusterException(kind, "exceeded quota: team-a") { Reason = "Why", Causes = [new ClusterErrorCause("spec.driver.cores", "must be positive")] });

        problem.Status.ShouldBe(status);
        problem.Extensions["code"].ShouldBe(code);
        problem.Detail.ShouldBe("exceeded quota: team-a");
        problem.Extensions["reason"].ShouldBe("Why");
        ((IReadOnlyDictionary<string, string[]>)problem.Extensions["errors"]!)["spec.driver.cores"].ShouldBe(["must be positive"]);
    }

    [Fact]
    public void From_EveryKind_IsForeseen() =>
        Enum.GetValues<ClusterErrorKind>().Select(kind => Problems.From(new ClusterException(kind, "x")).Extensions["code"]).Distinct().Count().ShouldBe(Enum.GetValues<ClusterErrorKind>().Length);

    [Fact]
    public void From_DatabaseDown_IsUnavailable() =>
        Problems.From(new StorageUnavailableException("PostgreSQL does not answer.", new IOException())).Status.ShouldBe(503);

    [Fact]
    public void From_WhatIsNotForeseen_TellsNothingOfTheInside()
    {
        var problem = Problems.From(new InvalidOperationException("password=secret"));

        problem.Status.ShouldBe(500);
        problem.Detail!.ShouldNotContain("secret");
    }

    [Fact]
    public async Task Write_ServerAskedToWait_PassesItOnInTheHeader()
    {
        var context = new DefaultHttpContext { Response = { Body = new MemoryStream() } };

        await Problems.WriteAsync(context, Problems.From(new ClusterException(ClusterErrorKind.Busy, "slow down") { RetryAfter = TimeSpan.FromSeconds(2.5) }));

        context.Response.Headers.RetryAfter.ToString().ShouldBe("3");
        context.Response.ContentType.ShouldBe("application/problem+json");
        context.Response.Body.Position = 0;
        JsonDocument.Parse(context.Response.Body).RootElement.TryGetProperty("retryAfterSeconds", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("Driver.Memory", "driver.memory")]
    [InlineData("SparkConf[spark.Master]", "sparkConf[spark.Master]")]
    [InlineData("Files[0].Name", "files[0].name")]
    [InlineData("Name", "name")]
    [InlineData("", "")]
    public void FieldPath_OfAProperty_IsTheOneOfTheJson(string field, string path) => FieldPath.ToJson(field).ShouldBe(path);
}
