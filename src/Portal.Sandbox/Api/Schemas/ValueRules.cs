using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Portal.Sandbox.Api.Schemas;

/// <summary>Bounds of a value. Null and empty mean no bound.</summary>
public sealed record ValueRules
{
    public static readonly ValueRules None = new();

    /// <summary>Allowed values; empty for all.</summary>
    public IReadOnlyList<JsonNode?> Enum { get; init; } = [];

    /// <summary>One of <see cref="Formats"/>; another one means nothing.</summary>
    public string Format { get; init; } = "";

    /// <summary>A regular expression in Go's syntax, as it was written.</summary>
    public string Pattern { get; init; } = "";

    /// <summary><see cref="Pattern"/>, ready to use; null when there is none.</summary>
    public Regex? PatternRegex { get; init; }

    public long? MinLength { get; init; }

    public long? MaxLength { get; init; }

    public double? Minimum { get; init; }

    public double? Maximum { get; init; }

    public bool ExclusiveMinimum { get; init; }

    public bool ExclusiveMaximum { get; init; }

    public double? MultipleOf { get; init; }

    public long? MinItems { get; init; }

    public long? MaxItems { get; init; }

    public bool UniqueItems { get; init; }

    public long? MinProperties { get; init; }

    public long? MaxProperties { get; init; }
}
