namespace Portal.Sandbox.Api.Protobuf;

/// <summary>What a protobuf field holds, as JSON shows it.</summary>
internal enum ProtoKind
{
    Text,
    Number,
    Flag,

    /// <summary>A map of texts.</summary>
    TextMap,

    /// <summary>A map of texts to bytes.</summary>
    BytesMap,

    /// <summary>A map of texts to quantities, each a message that holds a text.</summary>
    QuantityMap,

    /// <summary>Seconds and nanoseconds; RFC 3339 in JSON.</summary>
    Time,

    /// <summary>A number or a text; which one is said inside.</summary>
    NumberOrText,
    Message,
}
