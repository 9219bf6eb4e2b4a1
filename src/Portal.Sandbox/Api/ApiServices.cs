using Portal.Sandbox.Api.Admission;
using Portal.Sandbox.Api.Authentication;
using Portal.Sandbox.Api.Authorization;
using Portal.Sandbox.Api.Authorization.Rbac;
using Portal.Sandbox.Api.Authorization.Reviews;
using Portal.Sandbox.Api.CustomResources;
using Portal.Sandbox.Api.Http;
using Portal.Sandbox.Api.Http.OpenApi;
using Portal.Sandbox.Api.Tables;
using Portal.Sandbox.Api.Writing;
using Portal.Sandbox.Hosting;
using Portal.Sandbox.Node;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api;

/// <summary>Registers the API. It needs an <see cref="ObjectStore"/> and a <see cref="TimeProvider"/>; an <see cref="IContainerLogs"/> gives it logs.</summary>
public static class ApiServices
{
    /// <param name="services">Where to.</param>
    /// <param name="credentials">What callers are known by.</param>
    public static IServiceCollection AddApi(this IServiceCollection services, ApiCredentials credentials) => services
        .AddSingleton(s => new ObjectWriter(s.GetRequiredService<ObjectStore>(), Steps(s.GetService<SandboxOptions>()), AdmissionSteps.Effects, s.GetRequiredService<TimeProvider>()))
        .AddSingleton<IObjects>(s => new Objects(s.GetRequiredService<ObjectStore>(), s.GetRequiredService<ObjectWriter>(), s.GetRequiredService<TimeProvider>()))
        .AddSingleton(s => new ServiceAccountTokens(credentials.ServiceAccountKey, s.GetRequiredService<ObjectStore>(), s.GetRequiredService<TimeProvider>()))
        .AddSingleton<IServiceAccountTokens>(s => s.GetRequiredService<ServiceAccountTokens>())
        .AddSingleton(s => new UserDirectory(credentials.TokenFiles, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<UserDirectory>>()))
        .AddSingleton<TokenAuthenticator>()
        .AddSingleton(s => new CertificateAuthenticator(credentials.ClientAuthority, s.GetRequiredService<TimeProvider>()))
        .AddSingleton<RequestAuthenticator>()
        .AddSingleton<IAuthorizer, RbacAuthorizer>()
        .AddSingleton<Impersonation>()
        .AddSingleton<ListReader>()
        .AddSingleton<TableWriter>()
        .AddSingleton<ReadHandler>()
        .AddSingleton<WatchHandler>()
        .AddSingleton<WriteHandler>()
        .AddSingleton<ApplyHandler>()
        .AddSingleton<PatchHandler>()
        .AddSingleton(s => new LogHandler(
            s.GetRequiredService<ObjectStore>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<IHostApplicationLifetime>(), s.GetService<IContainerLogs>()))
        .AddSingleton<AccessReviews>()
        .AddSingleton<IdentityReviews>()
        .AddSingleton<TokenRequests>()
        .AddSingleton<ReviewHandler>()
        .AddSingleton<ExecHandler>()
        .AddSingleton<ScaleHandler>()
        .AddSingleton<DiscoveryHandler>()
        .AddSingleton<OpenApiHandler>()
        .AddSingleton<MaintenanceHandler>()
        .AddSingleton<ResourceDispatcher>()
        .AddSingleton<ApiPipeline>()
        .AddSingleton<FirstStart>();

    /// <summary>What its operator's webhook does to Spark applications is done only where there is one.</summary>
    private static IReadOnlyList<IAdmissionStep> Steps(SandboxOptions? options) =>
        options?.SparkOperator == false ? [.. AdmissionSteps.All.Where(s => s is not (SparkApplicationDefaults or SparkApplicationRules))] : AdmissionSteps.All;
}
