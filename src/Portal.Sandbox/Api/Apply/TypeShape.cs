using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Types;

namespace Portal.Sandbox.Api.Apply;

/// <summary>The shape of a built-in type.</summary>
internal sealed class TypeShape : FieldShape
{
    private static readonly ConditionalWeakTable<ApiType, TypeShape> Shapes = [];
    private readonly ApiType _type;

    private TypeShape(ApiType type) => _type = type;

    public override IReadOnlyList<string> Keys => _type.Keys;

    public override bool IsSet => _type.IsSet;

    public override bool IsAtomic => _type.IsAtomic;

    public override bool Declares(string name) => _type.Kind == TypeKind.Struct;

    public override FieldShape Items => Of(_type.Items!);

    public static FieldShape Of(ApiType type) => type.Kind == TypeKind.Any ? AnyShape.Instance : Shapes.GetValue(type, t => new TypeShape(t));

    public override FieldShape? Member(string name) => _type.Field(name) is { } field ? Of(field) : null;

    public override JsonNode? DefaultOf(string key) => _type.Items!.Fields.GetValueOrDefault(key)?.Default;
}
