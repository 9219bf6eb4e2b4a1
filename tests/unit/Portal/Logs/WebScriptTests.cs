using System.Diagnostics;
using Portal.UnitTests.Architecture;

namespace Portal.UnitTests.Logs;

/// <summary>Runs the tests of the browser's scripts (<c>src/Portal/Web/test</c>) with node, which the build needs anyway.</summary>
public sealed class WebScriptTests
{
    [Fact]
    public async Task WebScripts_TheirOwnTests_Pass()
    {
        var web = Path.Combine(SourceTree.Root, "src/Portal/Web");
        using var node = Process.Start(new ProcessStartInfo("node", ["--test", "test/"]) { WorkingDirectory = web, RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));

        var output = await node.StandardOutput.ReadToEndAsync(patience.Token);
        await node.WaitForExitAsync(patience.Token);

        node.ExitCode.ShouldBe(0, output);
    }
}
