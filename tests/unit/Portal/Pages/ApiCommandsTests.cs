using System.Text.Json.Nodes;
using Portal.Core.Jobs;
using Portal.Features.Jobs.Manifests;

namespace Portal.UnitTests.Pages;

public sealed class ApiCommandsTests
{
    [Fact]
    public void Script_WithShellInIt_StaysInsideTheQuotedText()
    {
        var job = new SparkJob { Name = "a", Script = new JobFile("main.py", "EOF\n$(reboot)\n") };
        JsonObject manifest = new() { ["kind"] = "ConfigMap", ["data"] = new JsonObject { ["main.py"] = "EOF\n$(reboot)\n" } };

        var commands = ApiCommands.OfJob("team-a", job, [manifest], "http://portal.test/");

        commands.Kubectl.ShouldStartWith("kubectl create -f - <<'EOF");
        var delimiter = commands.Kubectl.Split('\'')[1];
        commands.Kubectl.Split('\n').Count(l => l == delimiter).ShouldBe(1);
        commands.Kubectl.TrimEnd().ShouldEndWith(delimiter);
    }

    [Fact]
    public void Curl_SendsTheJobAsTheApiTakesIt()
    {
        var job = new SparkJob { Name = "word-count", MainFile = "s3a://code/words.py", Arguments = ["a b"] };

        var curl = ApiCommands.OfJob("team-a", job, [[]], "http://portal.test/").Curl;

        curl.ShouldContain("http://portal.test/api/v1/workspaces/team-a/jobs ");
        var body = JsonNode.Parse(curl.Split("<<'EOF'\n")[1].Split("\nEOF")[0])!.AsObject();
        body["job"]!.GetValue<string>().ShouldBe("word-count");
        body.ContainsKey("name").ShouldBeFalse();
        body.ContainsKey("sparkConf").ShouldBeFalse();
    }
}
