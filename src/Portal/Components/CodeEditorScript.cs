using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Portal.Components;

/// <summary>The browser's side of <see cref="CodeEditor"/> (<c>Web/src/editor.ts</c>).</summary>
public sealed class CodeEditorScript(IJSRuntime js)
{
    private readonly Lazy<Task<IJSObjectReference>> _module = new(() => js.InvokeAsync<IJSObjectReference>("import", "./js/editor.js").AsTask());

    /// <summary>Makes the element an editor that reports to the component.</summary>
    public async ValueTask AttachAsync(ElementReference editor, DotNetObjectReference<CodeEditor> component, int longest) =>
        await (await _module.Value).InvokeVoidAsync("attach", editor, component, longest);

    /// <summary>Replaces the text.</summary>
    public async ValueTask SetAsync(ElementReference editor, string text) =>
        await (await _module.Value).InvokeVoidAsync("setText", editor, text);
}
