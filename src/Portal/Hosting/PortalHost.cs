using Microsoft.Extensions.Options;
using Portal.Api;
using Portal.Components;
using Portal.Features.SignIn;
using Portal.Hosting.Access;
using Portal.Hosting.Health;
using Portal.Hubs;
using Portal.Kube.Api;

namespace Portal.Hosting;

/// <summary>The portal as a web application: what it is made of, in which order a request goes through it, and how it starts and stops.</summary>
public static class PortalHost
{
    /// <summary>Pages and their circuits, sign-in, the REST API, hubs and health. The cluster, the database and the domain are added beside it.</summary>
    public static WebApplicationBuilder AddPortal(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<PortalOptions>().BindConfiguration(PortalOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PortalOptions>, PortalOptionsValidator>();
        services.AddSingleton(TimeProvider.System);
        services.AddPortalSignIn();
        services.AddPortalApi();
        services.AddPortalHubs();
        services.AddPortalHealth();
        services.AddPortalWeb();
        services.AddPortalUi();
        // ./run starts a build, whose files lie where they were made; a published folder holds them all and this finds nothing to do.
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = ApiEndpoints.LargestBody);
        return builder;
    }

    /// <summary>The way of a request, outermost first.</summary>
    public static WebApplication UsePortal(this WebApplication app)
    {
        var pathBase = app.Services.GetRequiredService<IOptions<PortalOptions>>().Value.PathBase;
        app.UsePathBase(pathBase);
        app.UseSecurityHeaders();
        app.UseExceptionHandler();
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.UseApiProblems();
        app.UseResponseCompression();
        app.UsePortalUi();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();

        app.MapStaticAssets().AllowAnonymous();
        app.MapPortalHealth();
        app.MapPortalApi();
        app.MapPortalHubs();
        app.MapSignIn();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }

    /// <summary>Runs the portal until it is told to stop.</summary>
    /// <param name="build">Puts it together.</param>
    /// <returns>The exit code: 0, or 1 when it cannot start, with the reason on the error output.</returns>
    public static async Task<int> RunAsync(Func<WebApplication> build)
    {
        try
        {
            await using var app = build();
            await app.RunAsync();
            return 0;
        }
        catch (KubeConfigException e)
        {
            await Console.Error.WriteLineAsync($"The portal cannot start: {e.Message}");
        }
        catch (OptionsValidationException e)
        {
            await Console.Error.WriteLineAsync($"The portal cannot start with these settings:\n{string.Join('\n', e.Failures.Select(failure => $"- {failure}"))}");
        }
        catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"The portal cannot start: {e.Message} Set ASPNETCORE_URLS to another address.");
        }

        return 1;
    }
}
