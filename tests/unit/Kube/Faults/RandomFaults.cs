using Microsoft.AspNetCore.Http;

namespace Portal.UnitTests.Kube.Faults;

/// <summary>Draws what goes wrong, until it is told to stop.</summary>
internal sealed class RandomFaults(int seed)
{
    private readonly Lock _gate = new();
    private readonly Random _random = new(seed);
    private bool _over;

    public void Stop()
    {
        lock (_gate)
        {
            _over = true;
        }
    }

    public ConnectionFault OfConnection()
    {
        lock (_gate)
        {
            return _over ? ConnectionFault.None : DrawConnection();
        }
    }

    public AnswerFault OfAnswer(HttpRequest request)
    {
        lock (_gate)
        {
            return _over ? AnswerFault.None : DrawAnswer(request);
        }
    }

    private ConnectionFault DrawConnection() => _random.Next(8) switch
    {
        0 or 1 => new ConnectionFault { CutAfter = Size(), Reset = _random.Next(2) == 0 },
        2 => new ConnectionFault { SilentAfter = Size() },
        3 => new ConnectionFault { Latency = TimeSpan.FromMilliseconds(_random.Next(1, 8)), PieceBytes = _random.Next(1, 2_000) },
        4 => new ConnectionFault { Latency = TimeSpan.FromMilliseconds(_random.Next(1, 30)), CutAfter = Size() },
        _ => ConnectionFault.None,
    };

    private AnswerFault DrawAnswer(HttpRequest request) => _random.Next(16) switch
    {
        0 => new AnswerFault { Status = 500 },
        1 => new AnswerFault { Status = 429, RetryAfter = "1" },
        2 => new AnswerFault { Status = 503, RetryAfter = "2" },
        3 when request.Query.ContainsKey("continue") || request.Query["watch"] == "true" => new AnswerFault { Status = 410 },
        4 or 5 => new AnswerFault { EndAfter = Size() },
        6 => new AnswerFault { GarbageAt = Size() },
        7 or 8 => new AnswerFault { EndAfterEvents = _random.Next(1, 20) },
        9 or 10 => new AnswerFault { OddBookmarks = true },
        11 => new AnswerFault { OddBookmarks = true, EndAfterEvents = _random.Next(1, 20) },
        _ => AnswerFault.None,
    };

    // The head of an answer, a small one, or the middle of a large one.
    private int Size() => _random.Next(_random.Next(3) switch { 0 => 300, 1 => 5_000, _ => 200_000 });
}
