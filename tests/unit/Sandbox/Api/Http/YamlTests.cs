using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Http.Bodies;

namespace Portal.UnitTests.Sandbox.Api.Http;

[Collection(SharedSandboxCollection.Name)]
public sealed class YamlTests(SharedSandbox shared)
{
    [Theory]
    [InlineData("""{"a":"1","b":1,"c":"true","d":true,"e":null,"f":"null","g":"","h":" x ","i":"a: b","j":"- c","k":"two\nlines","l":[],"m":{},"n":[[1],{"o":"#"}],"p":"1e3","q":"0x1f","r":"~","s":"\t","t":1.5}""")]
    [InlineData("""["x"]""")]
    [InlineData("\"yes\"")]
    public void Write_ReadAgain_IsTheSame(string json) =>
        JsonNode.DeepEquals(YamlReader.Read(YamlWriter.Write(JsonNode.Parse(json))).Node, JsonNode.Parse(json)).ShouldBeTrue(YamlWriter.Write(JsonNode.Parse(json)));

    [Theory]
    [InlineData("/api/v1/namespaces/default")]
    [InlineData("/api/v1/namespaces")]
    public async Task Get_AcceptingYaml_IsAnsweredInYaml(string path)
    {
        using var client = shared.Sandbox.Client();
        var json = JsonNode.Parse(await client.GetStringAsync(new Uri(path, UriKind.Relative)));
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Accept = { new MediaTypeWithQualityHeaderValue("application/yaml") } } };
        using var answer = await client.SendAsync(request);

        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/yaml");
        YamlReader.Read(await answer.Content.ReadAsStringAsync()).Node!["kind"]!.ToString().ShouldBe(json!["kind"]!.ToString());
    }
}
