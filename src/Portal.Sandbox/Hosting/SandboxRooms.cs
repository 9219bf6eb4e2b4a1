namespace Portal.Sandbox.Hosting;

/// <summary>Everything that lives behind the API, one line a room.</summary>
internal static class SandboxRooms
{
    public static void Add(IServiceCollection services) => services.AddHostedService<NamespaceAccounts>();
}
