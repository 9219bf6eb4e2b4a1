namespace Portal.UnitTests.Sandbox.Api;

/// <summary>One sandbox for all tests that only speak to its API; each works in a namespace of its own.</summary>
public sealed class SharedSandbox : IAsyncLifetime
{
    public SandboxProcess Sandbox { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Sandbox = await SandboxProcess.StartAsync();

    public ValueTask DisposeAsync() => Sandbox.DisposeAsync();
}

[CollectionDefinition(Name)]
public sealed class SharedSandboxCollection : ICollectionFixture<SharedSandbox>
{
    public const string Name = "shared sandbox";
}
