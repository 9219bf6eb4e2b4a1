using System.Globalization;
using Portal.Features.Jobs;
using Portal.Features.Jobs.Columns;
using Portal.Features.Jobs.Views;
using Portal.Features.NewJob;
using Portal.Layout;

namespace Portal.Components;

/// <summary>What the pages need from the container besides the domain, the sign-in and the circuits themselves.</summary>
public static class UiServices
{
    private static readonly string[] Languages = ["en", "de"];

    public static IServiceCollection AddPortalUi(this IServiceCollection services)
    {
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
        services.AddScoped<BrowserScript>();
        services.AddScoped<ToastState>();
        services.AddScoped<ShellState>();
        services.AddScoped<CodeEditorScript>();
        services.AddScoped<BrowserStore>();
        services.AddScoped<ColumnScript>();
        services.AddTransient<RunAgain>();
        services.AddTransient<ListSettingsStore>();
        services.AddScoped<NewJobTools>();
        return services;
    }

    /// <summary>Language and formats of each request, and with it of each circuit: the reader's choice, else the browser's.</summary>
    public static IApplicationBuilder UsePortalUi(this IApplicationBuilder app) => app.UseRequestLocalization();
}
