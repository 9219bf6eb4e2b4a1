namespace Portal.Hosting;

/// <summary>Headers that every answer carries: what a page may load, that nobody frames it, and that nothing is guessed or leaked.</summary>
public static class SecurityHeaders
{
    // Scripts come from this origin only, and none stands in the markup. Style attributes are allowed because components position things
    // with them; Blazor encodes whatever people typed.
    private const string ContentPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; " +
        "font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        // At the last moment: whoever turns an error into an answer clears the headers first.
        context.Response.OnStarting(Write, context.Response.Headers);
        return next(context);
    });

    private static Task Write(object state)
    {
        var headers = (IHeaderDictionary)state;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return Task.CompletedTask;
    }
}
