namespace Portal.Sandbox.Api.Protobuf;

/// <summary>One field of a message: how it is called in JSON and what it holds.</summary>
/// <param name="Name">Name in JSON.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Message">Fields of the message it holds; empty for other kinds.</param>
/// <param name="Repeated">Whether it is a list.</param>
internal sealed record ProtoField(string Name, ProtoKind Kind, IReadOnlyDictionary<int, ProtoField> Message, bool Repeated = false);
