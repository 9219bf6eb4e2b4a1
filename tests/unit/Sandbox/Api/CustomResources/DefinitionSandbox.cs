namespace Portal.UnitTests.Sandbox.Api.CustomResources;

/// <summary>A sandbox for definitions, which belong to the whole cluster; each test has a group of its own.</summary>
public sealed class DefinitionSandbox : IAsyncLifetime
{
    public SandboxProcess Sandbox { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Sandbox = await SandboxProcess.StartAsync();

    public ValueTask DisposeAsync() => Sandbox.DisposeAsync();
}
