namespace Portal.Sandbox.Api.Types;

/// <summary>What a value is, as Go and JSON see it.</summary>
public enum TypeKind
{
    Text,
    Flag,
    Int32,
    Int64,
    Double,

    /// <summary>Base64 in JSON.</summary>
    Bytes,

    /// <summary>An amount such as <c>500m</c> or <c>1Gi</c>; a number is taken too.</summary>
    Quantity,

    /// <summary>RFC 3339, seconds.</summary>
    Time,

    /// <summary>RFC 3339, microseconds.</summary>
    MicroTime,
    NumberOrText,

    /// <summary>Any JSON.</summary>
    Any,

    /// <summary>Known fields.</summary>
    Struct,

    /// <summary>Any keys, values of one type.</summary>
    Map,
    List,
}
