using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Kinds;
using Portal.Sandbox.Api.Types;

namespace Portal.Sandbox.Api.Http.OpenApi;

/// <summary>The documents of both versions of OpenAPI.</summary>
internal static class OpenApiDocument
{
    public static JsonObject Version3(IEnumerable<ServedKind> kinds)
    {
        var (paths, schemas) = Contents(kinds, "#/components/schemas/");
        return new JsonObject { ["openapi"] = "3.0.0", ["info"] = Info(), ["paths"] = paths, ["components"] = new JsonObject { ["schemas"] = schemas } };
    }

    public static JsonObject Version2(IEnumerable<ServedKind> kinds)
    {
        var (_, schemas) = Contents(kinds, "#/definitions/");
        return new JsonObject { ["swagger"] = "2.0", ["info"] = Info(), ["paths"] = new JsonObject(), ["definitions"] = schemas };
    }

    private static (JsonObject Paths, JsonObject Schemas) Contents(IEnumerable<ServedKind> kinds, string references)
    {
        var (paths, schemas) = (new JsonObject(), new OpenApiSchemas(references));
        foreach (var kind in kinds)
        {
            var name = Name(kind);
            if (BuiltInTypes.Of(kind.Type) is { } type)
            {
                schemas.AddKind(kind.Type, type);
            }
            else
            {
                schemas.AddUndescribed(kind.Type, name);
            }
            OpenApiPaths.Add(paths, kind, references + name);
        }
        return (paths, schemas.Build());
    }

    private static string Name(ServedKind kind) => BuiltInTypes.Of(kind.Type)?.QualifiedName ?? $"{string.Join('.', kind.Type.Group.Split('.').Reverse())}.{kind.Type.Version}.{kind.Type.Kind}";

    private static JsonObject Info() => new() { ["title"] = "Kubernetes", ["version"] = ApiVersionInfo.GitVersion };
}
