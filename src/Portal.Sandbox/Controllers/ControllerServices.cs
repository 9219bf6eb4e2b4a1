using Portal.Sandbox.Controllers.CronJobs;
using Portal.Sandbox.Controllers.CustomResources;
using Portal.Sandbox.Controllers.GarbageCollection;
using Portal.Sandbox.Controllers.Housekeeping;
using Portal.Sandbox.Controllers.Jobs;
using Portal.Sandbox.Controllers.Scheduling;
using Portal.Sandbox.Controllers.Services;
using Portal.Sandbox.Controllers.SparkOperator;

namespace Portal.Sandbox.Controllers;

/// <summary>Registers the controllers. They need an <see cref="Api.IObjects"/> whose store is loaded when the host starts.</summary>
public static class ControllerServices
{
    /// <summary>Adds all of them, Spark's operator on demand. Not an extension: ASP.NET Core has one of that name for something else.</summary>
    public static IServiceCollection AddControllers(IServiceCollection services, bool sparkOperator)
    {
        if (sparkOperator)
        {
            services.AddSingleton<Submitter>().AddHostedService<SparkOperatorController>();
        }
        return services
            .AddHostedService<Scheduler>()
            .AddHostedService<GarbageCollector>()
            .AddHostedService<JobController>()
            .AddHostedService<OrphanedJobPods>()
            .AddHostedService<FinishedJobs>()
            .AddHostedService<CronJobController>()
            .AddHostedService<EndpointsController>()
            .AddHostedService<NamespaceController>()
            .AddHostedService<DefinitionController>()
            .AddHostedService<DefaultAccountController>()
            .AddHostedService<RootCaPublisher>()
            .AddHostedService<ClusterRoleAggregator>()
            .AddHostedService<PodCollector>()
            .AddHostedService<EventExpiry>()
            .AddHostedService<ClaimBinder>();
    }
}
