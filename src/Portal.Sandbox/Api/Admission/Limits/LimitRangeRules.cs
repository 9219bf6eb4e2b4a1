using System.Globalization;
using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Admission.Limits;

/// <summary>The bounds of a LimitRange do not contradict each other.</summary>
public sealed class LimitRangeRules : IAdmissionStep
{
    private const string NotForPods = "may not be specified when `type` is 'Pod'";

    public void Admit(AdmissionRequest request)
    {
        if (request.Type != ResourceTypes.LimitRanges || request.Operation == AdmissionOperation.Delete)
        {
            return;
        }
        var errors = new List<FieldError>();
        var types = new HashSet<string>(StringComparer.Ordinal);
        var limits = request.Object.At("spec", "limits") as JsonArray ?? [];
        for (var i = 0; i < limits.Count; i++)
        {
            errors.AddRange(Check(limits[i] as JsonObject ?? [], $"spec.limits[{i}]", types));
        }
        if (errors.Count > 0)
        {
            throw ApiErrors.Invalid(request.Type, request.Name, errors);
        }
    }

    private static IEnumerable<FieldError> Check(JsonObject limit, string path, HashSet<string> types)
    {
        var type = limit.Text("type") ?? "";
        if (type.Length == 0)
        {
            yield return FieldError.Required($"{path}.type");
        }
        else if (type is not ("Pod" or "Container" or "PersistentVolumeClaim") && !type.Contains('/', StringComparison.Ordinal))
        {
            yield return FieldError.Invalid($"{path}.type", type, "must be a standard limit type or fully qualified");
        }
        if (!types.Add(type))
        {
            yield return new FieldError("FieldValueDuplicate", $"{path}.type", $"Duplicate value: {GoText.Quote(type)}");
        }
        foreach (var field in type == "Pod" ? (string[])["default", "defaultRequest"] : [])
        {
            if (limit[field] is JsonObject { Count: > 0 })
            {
                yield return FieldError.Forbidden($"{path}.{field}", NotForPods);
            }
        }
        var bounds = new Bounds(limit);
        if (type == "PersistentVolumeClaim" && !bounds.Min.Has("storage") && !bounds.Max.Has("storage"))
        {
            yield return FieldError.Required($"{path}.limits", "either minimum or maximum storage value is required, but neither was provided");
        }
        foreach (var error in bounds.Names.SelectMany(name => bounds.Check(path, name)))
        {
            yield return error;
        }
    }

    private sealed class Bounds(JsonObject limit)
    {
        public ResourceList Max { get; } = ResourceList.Read(limit["max"]);

        public ResourceList Min { get; } = ResourceList.Read(limit["min"]);

        private ResourceList Default { get; } = ResourceList.Read(limit["default"]);

        private ResourceList Request { get; } = ResourceList.Read(limit["defaultRequest"]);

        private ResourceList Ratio { get; } = ResourceList.Read(limit["maxLimitRequestRatio"]);

        public IEnumerable<string> Names => Max.Names.Concat(Min.Names).Concat(Default.Names).Concat(Request.Names).Concat(Ratio.Names).Distinct(StringComparer.Ordinal);

        public IEnumerable<FieldError> Check(string path, string name)
        {
            FieldError? Exceeds(ResourceList low, string lowText, ResourceList high, string highText, string field, ResourceList shown) =>
                low.Has(name) && high.Has(name) && low[name].Amount > high[name].Amount
                    ? FieldError.Invalid($"{path}.{field}[{name}]", shown[name].ToString(), $"{lowText} {low[name]} is greater than {highText} {high[name]}")
                    : null;
            return new[]
            {
                Exceeds(Min, "min value", Max, "max value", "min", Min),
                Exceeds(Min, "min value", Request, "default request value", "defaultRequest", Request),
                Exceeds(Request, "default request value", Max, "max value", "defaultRequest", Request),
                Exceeds(Request, "default request value", Default, "default limit value", "defaultRequest", Request),
                Exceeds(Min, "min value", Default, "default value", "default", Min),
                Exceeds(Default, "default value", Max, "max value", "default", Max),
                CheckRatio($"{path}.maxLimitRequestRatio[{name}]", name),
            }.OfType<FieldError>();
        }

        private FieldError? CheckRatio(string field, string name)
        {
            if (!Ratio.Has(name))
            {
                return null;
            }
            var ratio = Ratio[name];
            if (ratio.Amount < 1)
            {
                return FieldError.Invalid(field, ratio.ToString(), $"ratio {ratio} is less than 1");
            }
            return Min[name].Amount > 0 && Max.Has(name) && Max[name].Amount / Min[name].Amount is var most && ratio.Amount > most
                ? FieldError.Invalid(field, ratio.ToString(), string.Create(CultureInfo.InvariantCulture, $"ratio {ratio} is greater than max/min = {most:F6}"))
                : null;
        }
    }
}
