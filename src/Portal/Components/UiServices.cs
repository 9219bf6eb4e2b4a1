using System.Globalization;
using Portal.Features.NewJob;
using Portal.Layout;

namespace Portal.Components;

/// <summary>Everything the pages need from the container, besides the domain's services.</summary>
public static class UiServices
{
    // A script of 900 KB, written or uploaded, travels in one message of the circuit.
    private const long LargestMessage = 2 * 1024 * 1024;

    private static readonly string[] Languages = ["en", "de"];

    public static IServiceCollection AddPortalUi(this IServiceCollection services)
    {
        services.AddRazorComponents()
            .AddInteractiveServerComponents()
            .AddHubOptions(o => o.MaximumReceiveMessageSize = LargestMessage);
        services.AddCascadingAuthenticationState();
        services.AddLocalization();
        services.Configure<RequestLocalizationOptions>(o =>
        {
            o.SetDefaultCulture(Languages[0]).AddSupportedUICultures(Languages);
            // Dates and numbers follow the reader's region, not only the two languages.
            o.SupportedCultures = CultureInfo.GetCultures(CultureTypes.AllCultures);
        });
        services.AddScoped<UserClock>();
        services.AddScoped<CurrentUser>();
        services.AddScoped<Browser>();
        services.AddScoped<ToastState>();
        services.AddScoped<ShellState>();
        services.AddScoped<CodeEditorScript>();
        services.AddScoped<DraftStore>();
        services.AddScoped<NewJobTools>();
        services.AddSingleton<SampleCatalog>();
        return services;
    }

    /// <summary>Language and formats of each request, and with it of each circuit: the reader's choice, else the browser's.</summary>
    public static IApplicationBuilder UsePortalUi(this IApplicationBuilder app) => app.UseRequestLocalization();
}
