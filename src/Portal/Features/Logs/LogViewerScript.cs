using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;

namespace Portal.Features.Logs;

/// <summary>The script of one log viewer (<c>Web/src/log-viewer.ts</c>). Whoever starts it stops it: the circuit may outlive many viewers.</summary>
public sealed class LogViewerScript(IJSRuntime js, IStringLocalizer<LogTexts> texts)
{
    private IJSObjectReference? _module;
    private IJSObjectReference? _viewer;

    /// <summary>Starts the viewer in its element.</summary>
    public async Task StartAsync(ElementReference root, LogViewerOptions options)
    {
        try
        {
            _module = await js.InvokeAsync<IJSObjectReference>("import", "./js/log-viewer.js");
            _viewer = await _module.InvokeAsync<IJSObjectReference>("create", root, new
            {
                options.Hub,
                options.Ticket,
                options.Text,
                options.Pod,
                options.Attempt,
                options.Line,
                options.Ended,
                Texts = texts.GetAllStrings(includeParentCultures: true)
                    .Where(text => char.IsLower(text.Name[0]))
                    .ToDictionary(text => text.Name, text => text.Value, StringComparer.Ordinal),
            });
        }
        catch (JSDisconnectedException)
        {
            // The page is gone before its log was shown.
        }
    }

    /// <summary>The run has ended.</summary>
    public ValueTask SetEndedAsync() => CallAsync("setEnded");

    /// <summary>Shows a line, from 0.</summary>
    public ValueTask ShowLineAsync(long line) => CallAsync("showLine", line);

    /// <summary>Ends the viewer and its connection.</summary>
    public async ValueTask StopAsync()
    {
        await CallAsync("dispose");
        foreach (var reference in new[] { _viewer, _module })
        {
            try
            {
                await (reference?.DisposeAsync() ?? ValueTask.CompletedTask);
            }
            catch (JSDisconnectedException)
            {
                // The page is gone, and the script with it.
            }
        }
    }

    private async ValueTask CallAsync(string method, params object?[] arguments)
    {
        try
        {
            await (_viewer?.InvokeVoidAsync(method, arguments) ?? ValueTask.CompletedTask);
        }
        catch (JSDisconnectedException)
        {
            // As above.
        }
    }
}
