using System.Text;
using System.Text.Encodings.Web;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.RenderTree;
using Microsoft.Extensions.Logging.Abstractions;

namespace Portal.UnitTests.Pages.Support;

/// <summary>
/// Runs a component as a circuit would, without a browser: what it shows can be read as HTML, and events can be raised on its elements.
/// Each element with event handlers carries their ids as <c>data-on-{event}</c>.
/// </summary>
#pragma warning disable BL0006 // Reading render trees is what a renderer is for.
public sealed class PageRenderer(IServiceProvider services) : Renderer(services, NullLoggerFactory.Instance)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);
    private readonly List<Exception> _errors = [];
    private TaskCompletionSource _drawn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _root;

    public override Dispatcher Dispatcher { get; } = Dispatcher.CreateDefault();

    protected override RendererInfo RendererInfo { get; } = new("Server", isInteractive: true);

    public async Task ShowAsync<T>(params (string Name, object? Value)[] parameters)
        where T : IComponent
    {
        await Dispatcher.InvokeAsync(async () =>
        {
            _root = AssignRootComponentId(InstantiateComponent(typeof(T)));
            await RenderRootComponentAsync(_root, ParameterView.FromDictionary(parameters.ToDictionary(p => p.Name, p => p.Value)));
        });
        ThrowErrors();
    }

    /// <summary>What is shown now.</summary>
    public Task<IDocument> PageAsync() => Dispatcher.InvokeAsync<IDocument>(() =>
    {
        var html = new StringBuilder();
        Write(_root, html);
        return new HtmlParser().ParseDocument(html.ToString());
    });

    /// <summary>Waits until the page fulfils the condition.</summary>
    public async Task<IDocument> WaitForAsync(Func<IDocument, bool> condition)
    {
        var patience = Task.Delay(Deadline, TimeProvider.System, CancellationToken.None);
        while (true)
        {
            var drawn = _drawn.Task;
            var page = await PageAsync();
            ThrowErrors();
            if (condition(page))
            {
                return page;
            }

            if (await Task.WhenAny(drawn, patience) == patience)
            {
                throw new TimeoutException($"The page never came to that. It shows: {page.Body!.TextContent.Trim()}");
            }
        }
    }

    public async Task RaiseAsync(string selector, string name, EventArgs args)
    {
        var element = (await PageAsync()).QuerySelector(selector) ?? throw new InvalidOperationException($"Nothing matches {selector}.");
        var id = element.GetAttribute($"data-on-{name}") ?? throw new InvalidOperationException($"{selector} does not listen to {name}.");
        await Dispatcher.InvokeAsync(() => DispatchEventAsync(ulong.Parse(id, System.Globalization.CultureInfo.InvariantCulture), null, args));
        ThrowErrors();
    }

    public Task ClickAsync(string selector) => RaiseAsync(selector, "onclick", new Microsoft.AspNetCore.Components.Web.MouseEventArgs());

    public Task TypeAsync(string selector, string text) => RaiseAsync(selector, "oninput", new ChangeEventArgs { Value = text });

    protected override void HandleException(Exception exception) => _errors.Add(exception);

    protected override Task UpdateDisplayAsync(in RenderBatch renderBatch)
    {
        Interlocked.Exchange(ref _drawn, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        return Task.CompletedTask;
    }

    private void ThrowErrors()
    {
        if (_errors.Count > 0)
        {
            throw new AggregateException(_errors);
        }
    }

    private void Write(int component, StringBuilder html)
    {
        var frames = GetCurrentRenderTreeFrames(component);
        Write(frames.Array.AsSpan(0, frames.Count), html);
    }

    private void Write(ReadOnlySpan<RenderTreeFrame> frames, StringBuilder html)
    {
        for (var i = 0; i < frames.Length;)
        {
            var frame = frames[i];
            switch (frame.FrameType)
            {
                case RenderTreeFrameType.Element:
                    i += WriteElement(frames.Slice(i, frame.ElementSubtreeLength), html);
                    break;
                case RenderTreeFrameType.Component:
                    Write(frame.ComponentId, html);
                    i += frame.ComponentSubtreeLength;
                    break;
                case RenderTreeFrameType.Region:
                    Write(frames.Slice(i + 1, frame.RegionSubtreeLength - 1), html);
                    i += frame.RegionSubtreeLength;
                    break;
                default:
                    html.Append(frame.FrameType == RenderTreeFrameType.Text ? HtmlEncoder.Default.Encode(frame.TextContent) : frame.FrameType == RenderTreeFrameType.Markup ? frame.MarkupContent : "");
                    i++;
                    break;
            }
        }
    }

    private int WriteElement(ReadOnlySpan<RenderTreeFrame> frames, StringBuilder html)
    {
        var name = frames[0].ElementName;
        html.Append('<').Append(name);
        var i = 1;
        for (; i < frames.Length && frames[i].FrameType == RenderTreeFrameType.Attribute; i++)
        {
            var (key, value) = frames[i].AttributeEventHandlerId > 0
                ? ($"data-on-{frames[i].AttributeName}", frames[i].AttributeEventHandlerId)
                : (frames[i].AttributeName, frames[i].AttributeValue is true ? "" : frames[i].AttributeValue);
            if (value is not false)
            {
                html.Append(System.Globalization.CultureInfo.InvariantCulture, $" {key}=\"{HtmlEncoder.Default.Encode(value.ToString() ?? "")}\"");
            }
        }

        html.Append('>');
        if (name is not ("input" or "link" or "hr" or "br" or "meta"))
        {
            Write(frames[i..], html);
            html.Append("</").Append(name).Append('>');
        }

        return frames.Length;
    }
}
