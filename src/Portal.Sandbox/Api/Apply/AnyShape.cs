namespace Portal.Sandbox.Api.Apply;

/// <summary>The shape of what nobody described: maps by key, lists as a whole.</summary>
internal sealed class AnyShape : FieldShape
{
    public static readonly AnyShape Instance = new();

    public override FieldShape Items => this;

    public override FieldShape Member(string name) => this;
}
