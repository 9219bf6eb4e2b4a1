using Microsoft.Extensions.Options;
using Portal.Core;
using Portal.Kube;

namespace Portal.Hosting;

/// <summary>What the pages and the API work with: the cluster, the database and the rules between them.</summary>
public static class DomainServices
{
    /// <exception cref="OptionsValidationException">The settings cannot work.</exception>
    public static WebApplicationBuilder AddDomain(this WebApplicationBuilder builder)
    {
        var options = builder.Configuration.GetSection(PortalOptions.Section).Get<PortalOptions>() ?? new PortalOptions();
        if (new PortalOptionsValidator().Validate(null, options) is { Failed: true } result)
        {
            throw new OptionsValidationException(PortalOptions.Section, typeof(PortalOptions), result.Failures);
        }

        builder.Services.AddKubeCluster(new KubeOptions
        {
            Kubeconfig = NullIfEmpty(options.Cluster.Kubeconfig),
            Context = NullIfEmpty(options.Cluster.Context),
            ClusterId = NullIfEmpty(options.Cluster.Id),
        });
        builder.Services.AddPortalCore(new CoreOptions
        {
            ConnectionString = options.ReadDatabase(),
            LogFolder = options.LogsFolder,
            SamplesFolder = options.Samples ?? "",
            Jobs = options.Jobs,
        });
        return builder;
    }

    // An environment variable that is set to nothing means that it is not set.
    private static string? NullIfEmpty(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
