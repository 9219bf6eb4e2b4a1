using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Portal.Core.Clusters;
using Portal.Kube.Resources;

namespace Portal.Kube.Api;

/// <summary>
/// Reads a list answer item by item while it arrives: <c>{"kind":"PodList","metadata":{"resourceVersion":"346"},"items":[{...},{...}]}</c>,
/// in any order of properties. Only the item being read is held as bytes.
/// </summary>
internal sealed class ListDecoder<T>(string cluster, IViewDecoder<T> decoder)
    where T : class, IClusterObject
{
    /// <summary>An object of the API is a few megabytes at most (etcd takes 1.5 MB).</summary>
    private const int MaxItemBytes = 64 * 1024 * 1024;

    private readonly List<T> _items = [];
    private JsonReaderState _state = new(JsonWalk.Options);
    private Place _place = Place.Start;
    private string _version = "";
    private string? _continue;

    private enum Place
    {
        Start,
        List,
        Items,
        End,
    }

    /// <exception cref="JsonException">It is not a list of Kubernetes objects, or ends too early.</exception>
    public async Task<ListPage<T>> ReadAsync(Stream stream, CancellationToken ct)
    {
        var pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 64 * 1024));
        await using var completion = new PipeCompletion(pipe);
        var need = 1;
        while (true)
        {
            var result = await pipe.ReadAtLeastAsync(need, ct);
            var consumed = Advance(result.Buffer, result.IsCompleted);
            var rest = result.Buffer.Slice(consumed).Length;
            pipe.AdvanceTo(consumed, result.Buffer.End);
            if (result.IsCompleted)
            {
                break;
            }

            if (rest > MaxItemBytes)
            {
                throw new JsonException($"One object of the list is larger than {MaxItemBytes} bytes.");
            }

            // An unfinished item is read again from its start: let it double first, so that the total work stays linear.
            need = (int)(rest * 2) + 1;
        }

        return _place == Place.End && _version.Length > 0
            ? new ListPage<T>(_items, _version, string.IsNullOrEmpty(_continue) ? null : _continue)
            : throw new JsonException("The answer is not a complete list of Kubernetes objects.");
    }

    /// <summary>Takes as many whole steps as the buffer holds.</summary>
    private SequencePosition Advance(ReadOnlySequence<byte> buffer, bool isFinal)
    {
        var consumed = buffer.Start;
        var reader = new Utf8JsonReader(buffer, isFinal, _state);
        while (_place != Place.End && Step(ref reader))
        {
            _state = reader.CurrentState;
            consumed = reader.Position;
        }

        return _place == Place.End ? buffer.End : consumed;
    }

    /// <summary>One property of the list, or one item. False when it is not there completely; then nothing has happened.</summary>
    private bool Step(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
        {
            return false;
        }

        switch (_place)
        {
            case Place.Start:
                _place = reader.TokenType == JsonTokenType.StartObject ? Place.List : throw new JsonException("The answer is not a JSON object.");
                return true;

            case Place.Items when reader.TokenType == JsonTokenType.EndArray:
                _place = Place.List;
                return true;

            case Place.Items:
                return StepOverItem(ref reader);

            default:
                return StepOverProperty(ref reader);
        }
    }

    private bool StepOverItem(ref Utf8JsonReader reader)
    {
        var item = reader;
        if (!reader.TrySkip())
        {
            return false;
        }

        if (item.TokenType == JsonTokenType.StartObject && decoder.Decode(cluster, ref item) is { } view)
        {
            _items.Add(view);
        }

        return true;
    }

    private bool StepOverProperty(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.EndObject)
        {
            _place = Place.End;
            return true;
        }

        var property = reader;
        var items = JsonWalk.Is(ref reader, "items"u8);
        var metadata = !items && JsonWalk.Is(ref reader, "metadata"u8);
        if (!reader.Read())
        {
            return false;
        }

        if (items && reader.TokenType == JsonTokenType.StartArray)
        {
            _place = Place.Items;
            return true;
        }

        if (!reader.TrySkip())
        {
            return false;
        }

        if (metadata)
        {
            ReadMetadata(ref property);
        }

        return true;
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        if (!JsonWalk.EnterObject(ref reader))
        {
            return;
        }

        while (JsonWalk.NextProperty(ref reader))
        {
            if (JsonWalk.Is(ref reader, "resourceVersion"u8))
            {
                _version = JsonWalk.Text(ref reader) ?? "";
            }
            else if (JsonWalk.Is(ref reader, "continue"u8))
            {
                _continue = JsonWalk.Text(ref reader);
            }
            else
            {
                JsonWalk.SkipValue(ref reader);
            }
        }
    }
}
