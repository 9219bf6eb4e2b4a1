using Portal.Sandbox.Controllers;
using Portal.Sandbox.Hosting.Policy;
using Portal.Sandbox.Images;
using Portal.Sandbox.Node;

namespace Portal.Sandbox.Hosting;

/// <summary>Everything that lives behind the API, one line a room.</summary>
internal static class SandboxRooms
{
    public static void Add(IServiceCollection services, SandboxOptions options, DataFolder data)
    {
        services.AddHostedService<WorkspaceAccess>();
        services.AddImages();
        services.AddNode(new NodeOptions { Folder = data.Node, Name = options.NodeName, Cpu = options.Cpu, Memory = options.Memory, Pods = options.Pods });
        ControllerServices.AddControllers(services, options.SparkOperator);
    }
}
