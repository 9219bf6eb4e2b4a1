namespace Portal.Sandbox.Api.Schemas.Reading;

/// <summary>A schema document is not one: a member has a wrong type, or it is nested too deeply.</summary>
/// <param name="path">Where, for example <c>properties.spec.required</c>.</param>
/// <param name="why">What is wrong, for example <c>json: cannot unmarshal string into Go struct field</c>.</param>
public sealed class SchemaFormatException(string path, string why) : Exception($"{path}: {why}")
{
    /// <summary>Where the member is.</summary>
    public string Path { get; } = path;

    /// <summary>What is wrong with it.</summary>
    public string Why { get; } = why;

    /// <summary>The same, seen from the schema around it.</summary>
    internal SchemaFormatException Below(string member) => new(Path.Length == 0 ? member : Path[0] == '[' ? member + Path : $"{member}.{Path}", Why);
}
