using System.Text.RegularExpressions;

namespace Portal.UnitTests.Architecture;

/// <summary>What docs/decisions/0001 says about the rooms: which may know which.</summary>
public sealed class DependencyTests
{
    [Theory]
    [InlineData("src/Portal.Core", "Portal\\.(Kube|Sandbox)\\b|Microsoft\\.AspNetCore\\.Components", "Core knows no HTTP API of Kubernetes and no Blazor")]
    [InlineData("src/Portal.Kube", "Portal\\.Sandbox\\b|Microsoft\\.EntityFrameworkCore|AspNetCore\\.Components", "Kube knows Core only")]
    [InlineData("src/Portal.Sandbox", "Portal\\.(Kube|Core)\\b", "the sandbox stands alone")]
    [InlineData("src/Portal", "Portal\\.Sandbox\\b", "the portal does not know whether it runs in the sandbox")]
    [InlineData("src/Portal/Features", "Portal\\.Kube\\b", "pages see the cluster through Core")]
    [InlineData("src/Portal/Features", "EntityFrameworkCore|PortalDb\\b", "pages see the database through Core")]
    public void Room_KnowsOnlyItsNeighbours(string folder, string forbidden, string because)
    {
        var offenders = Offenders(folder, forbidden, _ => false);

        offenders.ShouldBeEmpty(because);
    }

    [Fact]
    public void EntityFramework_IsUsedInStorageOnly()
    {
        var offenders = Offenders("src", "using Microsoft\\.EntityFrameworkCore", path => path.StartsWith("src/Portal.Core/Storage/", StringComparison.Ordinal));

        offenders.ShouldBeEmpty();
    }

    [Fact]
    public void Processes_AreStartedByTheNodeAndTheDatabaseOnly()
    {
        // A kubeconfig's exec plugin is a program by definition: docs/decisions/0005.
        string[] allowed = ["src/Portal.Sandbox/Node/", "src/Portal.Sandbox/Database/", "src/Portal.Kube/Api/ExecCredentialPlugin.cs"];

        var offenders = Offenders("src", "\\bProcessStartInfo\\b|\\bProcess\\.Start\\b", path => allowed.Any(a => path.StartsWith(a, StringComparison.Ordinal)));

        offenders.ShouldBeEmpty();
    }

    [Fact]
    public void Scripts_AreCalledByOneWrapperEach()
    {
        var users = SourceTree.Files("src/Portal", ".cs", ".razor")
            .Where(f => Regex.IsMatch(f.Code, "\\bIJSRuntime\\b"))
            .Select(f => f.Path)
            .Where(path => !path.EndsWith("Script.cs", StringComparison.Ordinal));

        users.ShouldBeEmpty("IJSRuntime is wrapped by one class named ...Script per script");
    }

    private static string[] Offenders(string folder, string forbidden, Func<string, bool> allowed) =>
        [.. SourceTree.Files(folder, ".cs", ".razor").Where(f => !allowed(f.Path) && Regex.IsMatch(f.Code, forbidden)).Select(f => f.Path)];
}
