namespace Portal.Sandbox.Api.Protobuf;

/// <summary>What a protobuf field holds, as JSON shows it.</summary>
internal enum ProtoKind
{
    Text,
    Number,
    Flag,

    /// <summary>A flag that is left out when it is off.</summary>
    Option,

    /// <summary>A map of texts.</summary>
    TextMap,

    /// <summary>A map of texts to bytes.</summary>
    BytesMap,

    /// <summary>A map of texts to amounts such as <c>500m</c>.</summary>
    QuantityMap,

    /// <summary>An amount such as <c>64Mi</c>.</summary>
    Quantity,

    /// <summary>A message whose fields JSON shows among those of the one around it.</summary>
    Inline,

    /// <summary>Seconds and nanoseconds; RFC 3339 in JSON.</summary>
    Time,

    /// <summary>A number or a text; which one is said inside.</summary>
    NumberOrText,
    Message,
}
