using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Schemas.Cel.Syntax;

namespace Portal.Sandbox.Api.Schemas.Cel;

/// <summary>Evaluates the rules of a schema (<c>x-kubernetes-validations</c>) on an object, within a bounded cost.</summary>
public sealed class CelRules
{
    private static readonly ConditionalWeakTable<SchemaRule, CelProgram> Programs = [];
    private readonly CelBudget _budget = new(CelBudget.PerObject);
    private readonly List<FieldError> _errors = [];

    private CelRules()
    {
    }

    /// <summary>What does not hold.</summary>
    /// <param name="obj">The object, right by its schema otherwise.</param>
    /// <param name="old">The object as it was; null when it is new. Rules about a change are for changes only.</param>
    /// <param name="schema">Of the kind.</param>
    public static IReadOnlyList<FieldError> Check(JsonObject obj, JsonObject? old, Schema schema)
    {
        var rules = new CelRules();
        try
        {
            rules.Visit(obj, old, schema, "");
        }
        catch (CelCostException)
        {
            rules._errors.Add(FieldError.Invalid("<nil>", null, "validation failed due to running out of cost budget, no further validation rules will be run"));
        }
        return rules._errors;
    }

    private void Visit(JsonNode? value, JsonNode? old, Schema schema, string path)
    {
        if (value is null || !schema.Contents.HasFlag(SchemaContents.Expressions))
        {
            return;
        }
        foreach (var rule in schema.Validations)
        {
            Evaluate(rule, value, old, schema, path);
        }
        switch (value)
        {
            case JsonObject obj:
                foreach (var (name, member) in obj)
                {
                    if (schema.Member(name) is { } of)
                    {
                        Visit(member, schema.MapType == "atomic" ? null : (old as JsonObject)?[name], of, path.Length == 0 ? name : $"{path}.{name}");
                    }
                }
                break;
            case JsonArray list when schema.Items is { } items:
                foreach (var (i, item) in list.Index())
                {
                    Visit(item, Before(item, old as JsonArray, schema), items, $"{path}[{i}]");
                }
                break;
        }
    }

    /// <summary>The same item of a list before: only those of a list with keys can be told.</summary>
    private static JsonNode? Before(JsonNode? item, JsonArray? old, Schema list) =>
        list.ListType != "map" || item is not JsonObject now ? null
        : old?.OfType<JsonObject>().FirstOrDefault(was => list.ListMapKeys.All(k => JsonNode.DeepEquals(was[k], now[k])));

    private void Evaluate(SchemaRule rule, JsonNode value, JsonNode? old, Schema schema, string path)
    {
        var program = Programs.GetValue(rule, r => CelProgram.Compile(r.Rule, schema));
        if (program.UsesOld && old is null)
        {
            return;
        }
        try
        {
            if (program.Evaluate(value, old, schema, _budget) is not true)
            {
                _errors.Add(Error(rule, value, old, schema, path));
            }
        }
        catch (CelException e) when (e is not CelCostException)
        {
            _errors.Add(Invalid(schema, path, $"{e.Message} evaluating rule: {(rule.Message.Length > 0 ? rule.Message : rule.Rule).Trim()}"));
        }
        catch (CelCostException)
        {
            _errors.Add(Invalid(schema, path, $"call cost exceeds limit for rule: {rule.Rule.Trim()}"));
            throw;
        }
    }

    private FieldError Error(SchemaRule rule, JsonNode value, JsonNode? old, Schema schema, string path)
    {
        var message = Message(rule, value, old, schema);
        var field = path + rule.FieldPath;
        field = field.StartsWith('.') ? field[1..] : field;
        return rule.Reason switch
        {
            "FieldValueRequired" => FieldError.Required(field, message),
            "FieldValueForbidden" => FieldError.Forbidden(field, message),
            "FieldValueDuplicate" => FieldError.Duplicate(field, SchemaValidator.TypeOf(value)),
            _ => Invalid(schema, field, message),
        };
    }

    private string Message(SchemaRule rule, JsonNode value, JsonNode? old, Schema schema)
    {
        var fallback = rule.Message.Length > 0 ? rule.Message.Trim() : $"failed rule: {rule.Rule.Trim()}";
        if (rule.MessageExpression.Length == 0)
        {
            return fallback;
        }
        try
        {
            return CelProgram.Compile(rule.MessageExpression, schema).Evaluate(value, old, schema, _budget) is string { Length: > 0 } text ? text : fallback;
        }
        catch (Exception e) when (e is CelSyntaxException || e is CelException and not CelCostException)
        {
            return fallback;
        }
    }

    private static FieldError Invalid(Schema schema, string path, string why) =>
        FieldError.Invalid(path.Length == 0 ? "<nil>" : path, schema.IntOrString ? "string" : schema.Type.Length == 0 ? "object" : schema.Type, why);
}
