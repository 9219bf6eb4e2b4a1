using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Portal.Components;

/// <summary>What pages ask of the browser itself (<c>Web/src/browser.ts</c>). To be called after the first render only.</summary>
public sealed class BrowserScript(IJSRuntime js) : IAsyncDisposable
{
    public const string ThemeCookie = "portal-theme";

    public const string ZoneCookie = "portal-zone";

    /// <summary>Name of the workspace that was opened last.</summary>
    public const string WorkspaceCookie = "portal-workspace";

    private readonly Lazy<Task<IJSObjectReference>> _module = new(() => js.InvokeAsync<IJSObjectReference>("import", "./js/browser.js").AsTask());

    /// <summary>IANA name of the browser's time zone.</summary>
    public ValueTask<string> ZoneAsync() => CallAsync<string>("zone");

    /// <summary>Remembers a value for a year; an empty one is forgotten.</summary>
    public ValueTask SetCookieAsync(string name, string value) => CallAsync("setCookie", name, value);

    /// <summary>A value that <see cref="SetCookieAsync"/> remembered; empty when there is none.</summary>
    public ValueTask<string> CookieAsync(string name) => CallAsync<string>("cookie", name);

    /// <summary>light, dark, or empty for the system's preference.</summary>
    /// <returns>light or dark: what is in use now.</returns>
    public ValueTask<string> SetThemeAsync(string theme) => CallAsync<string>("setTheme", theme);

    public ValueTask<string> CurrentThemeAsync() => CallAsync<string>("currentTheme");

    /// <summary>False when the browser does not let pages write to the clipboard.</summary>
    public ValueTask<bool> CopyAsync(string text) => CallAsync<bool>("copy", text);

    public ValueTask OpenDialogAsync(ElementReference dialog) => CallAsync("openDialog", dialog);

    public ValueTask CloseDialogAsync(ElementReference dialog) => CallAsync("closeDialog", dialog);

    /// <summary>Opens a popover beside the element that matches the selector.</summary>
    public ValueTask OpenMenuAsync(ElementReference menu, string beside) => CallAsync("openMenu", menu, beside);

    public ValueTask FocusAsync(string selector) => CallAsync("focus", selector);

    public async ValueTask DisposeAsync()
    {
        if (_module.IsValueCreated)
        {
            try
            {
                await (await _module.Value).DisposeAsync();
            }
            catch (JSDisconnectedException)
            {
                // The page is gone, and its module with it.
            }
        }
    }

    private async ValueTask CallAsync(string function, params object?[] arguments)
    {
        try
        {
            await (await _module.Value).InvokeVoidAsync(function, arguments);
        }
        catch (JSDisconnectedException)
        {
            // Nobody is looking any more.
        }
    }

    private async ValueTask<T> CallAsync<T>(string function, params object?[] arguments) =>
        await (await _module.Value).InvokeAsync<T>(function, arguments);
}
