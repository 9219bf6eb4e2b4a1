using Portal.Sandbox.Api.Admission.Batch;
using Portal.Sandbox.Api.Admission.Limits;
using Portal.Sandbox.Api.Admission.Pods;
using Portal.Sandbox.Api.Admission.Quotas;
using Portal.Sandbox.Api.Admission.Rbac;
using Portal.Sandbox.Api.Admission.Services;
using Portal.Sandbox.Api.CustomResources.Definitions;
using Portal.Sandbox.Api.CustomResources.Instances;

namespace Portal.Sandbox.Api.Admission;

/// <summary>The rules of this API, in the order in which they run: defaults first, then checks.</summary>
public static class AdmissionSteps
{
    public static IReadOnlyList<IAdmissionStep> All { get; } =
    [
        new MetadataShape(),
        new NamespaceLifecycle(),
        new CustomResourceShape(),
        new NamespaceDefaults(),
        new PodDefaults(),
        new LimitRangeDefaults(),
        new LimitDefaults(),
        new PodAccount(),
        new PodTolerations(),
        new PodPriority(),
        new PodStart(),
        new ServiceDefaults(),
        new ServiceAddress(),
        new SparkApplicationDefaults(),
        new JobDefaults(),
        new CronJobDefaults(),
        new RbacDefaults(),
        new NameCheck(),
        new LabelCheck(),
        new ConfigDataRules(),
        new PodRules(),
        new PodBinding(),
        new DefinitionAdmission(),
        new CustomResourceRules(),
        new SparkApplicationRules(),
        new ServiceRules(),
        new JobRules(),
        new CronJobRules(),
        new PriorityClassRules(),
        new LimitRangeRules(),
        new QuotaRules(),
        new LimitCheck(),
        new RbacRules(),
        new RbacEscalation(),
    ];

    /// <summary>What follows from writes, in this order.</summary>
    public static IReadOnlyList<ITransactionEffect> Effects { get; } = [new DefaultAccount(), new QuotaLedger()];
}
