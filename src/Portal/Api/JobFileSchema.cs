using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Portal.Api.Contracts;

namespace Portal.Api;

/// <summary>Describes what <see cref="JobFileConverter"/> reads: the schema cannot be seen from the type.</summary>
public sealed class JobFileSchema : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonTypeInfo.Type == typeof(JobFileBody))
        {
            var text = new OpenApiSchema { Type = JsonSchemaType.String };
            schema.OneOf =
            [
                new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal) { ["name"] = text, ["content"] = text },
                    Required = new HashSet<string>(StringComparer.Ordinal) { "content" },
                },
                text,
            ];
        }

        return Task.CompletedTask;
    }
}
