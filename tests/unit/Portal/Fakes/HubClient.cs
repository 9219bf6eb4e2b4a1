using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Portal.UnitTests.Fakes;

/// <summary>Speaks SignalR's JSON protocol over a plain WebSocket: what a browser sends, without its library.</summary>
public sealed class HubClient : IAsyncDisposable
{
    private const char End = '\u001e';

    private readonly ClientWebSocket _socket = new();
    private readonly Channel<JsonNode> _messages = Channel.CreateUnbounded<JsonNode>();
    private readonly CancellationTokenSource _stop = new(TimeSpan.FromSeconds(60));
    private Task _reading = Task.CompletedTask;
    private int _id;

    public static async Task<HubClient> ConnectAsync(TestPortal portal, string token)
    {
        var client = new HubClient();
        client._socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        await client._socket.ConnectAsync(new Uri($"ws://{portal.Address.Authority}/hubs/log"), client._stop.Token);
        await client.SendAsync("""{"protocol":"json","version":1}""");
        client._reading = client.ReadAsync();
        (await client.NextAsync()).ToJsonString().ShouldBe("{}");
        return client;
    }

    /// <summary>Calls a method; the answer is the completion message, with <c>result</c> or <c>error</c>.</summary>
    public async Task<JsonNode> InvokeAsync(string method, params JsonNode?[] arguments)
    {
        await SendAsync(Message(1, method, arguments));
        return await NextAsync();
    }

    /// <summary>Opens a stream and gives its items; ends with it.</summary>
    public async IAsyncEnumerable<JsonNode> StreamAsync(string method, JsonNode?[] arguments, [EnumeratorCancellation] CancellationToken ct = default)
    {
        await SendAsync(Message(4, method, arguments));
        while (true)
        {
            var message = await NextAsync();
            switch (message["type"]!.GetValue<int>())
            {
                case 2:
                    yield return message["item"]!;
                    break;
                default:
                    (message["error"]?.GetValue<string>()).ShouldBeNull();
                    yield break;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _stop.CancelAsync();
        await _reading;
        _socket.Dispose();
        _stop.Dispose();
    }

    private string Message(int type, string method, JsonNode?[] arguments) =>
        new JsonObject { ["type"] = type, ["invocationId"] = (++_id).ToString(System.Globalization.CultureInfo.InvariantCulture), ["target"] = method, ["arguments"] = new JsonArray([.. arguments]) }.ToJsonString();

    private ValueTask SendAsync(string message) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(message + End).AsMemory(), WebSocketMessageType.Text, endOfMessage: true, _stop.Token);

    private async Task<JsonNode> NextAsync() => await _messages.Reader.ReadAsync(_stop.Token);

    private async Task ReadAsync()
    {
        var buffer = new byte[64 * 1024];
        using var held = new MemoryStream();
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer, _stop.Token);
                held.Write(buffer, 0, part.Count);
                if (part.EndOfMessage)
                {
                    foreach (var text in Encoding.UTF8.GetString(held.ToArray()).Split(End, StringSplitOptions.RemoveEmptyEntries))
                    {
                        var message = JsonNode.Parse(text)!;
                        if (message["type"]?.GetValue<int>() != 6)
                        {
                            await _messages.Writer.WriteAsync(message, _stop.Token);
                        }
                    }

                    held.SetLength(0);
                }
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            _messages.Writer.TryComplete();
        }
    }
}
