using Microsoft.JSInterop;

namespace Portal.UnitTests.Pages.Support;

/// <summary>The script side of a page: remembers what was stored, says yes to everything else.</summary>
public sealed class FakeBrowser : IJSRuntime, IJSObjectReference
{
    public Dictionary<string, string> Storage { get; } = [];

    /// <summary>Functions called, in order.</summary>
    public List<string> Calls { get; } = [];

    public ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args) => InvokeAsync<TValue>(identifier, CancellationToken.None, args);

    public ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args)
    {
        Calls.Add(identifier);
        object? answer = identifier switch
        {
            "import" => this,
            "localStorage.setItem" => Storage[(string)args![0]!] = (string)args[1]!,
            "localStorage.getItem" => Storage.GetValueOrDefault((string)args![0]!),
            "localStorage.removeItem" => Storage.Remove((string)args![0]!),
            "zone" => "Europe/Berlin",
            "cookie" => "",
            "copy" => true,
            _ => null,
        };
        return ValueTask.FromResult(answer is TValue value ? value : default!);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
