using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Portal.Features.Jobs.Columns;

/// <summary>Lets the columns of a table be dragged (<c>Web/src/columns.ts</c>).</summary>
public sealed class ColumnScript(IJSRuntime js)
{
    private readonly Lazy<Task<IJSObjectReference>> _module = new(() => js.InvokeAsync<IJSObjectReference>("import", "./js/columns.js").AsTask());

    /// <summary>Listens on the table, and reports new widths to the component's <see cref="JobTable.ResizedAsync"/>.</summary>
    public async ValueTask AttachAsync(ElementReference table, DotNetObjectReference<JobTable> component) =>
        await (await _module.Value).InvokeVoidAsync("attach", table, component);
}
