namespace Portal.Kube.Watching;

/// <summary>An informer of any kind, for those who start them and ask how they are.</summary>
internal interface IInformer
{
    InformerState State { get; }

    /// <summary>Follows the kind until the token ends it; never fails otherwise.</summary>
    Task RunAsync(CancellationToken ct);
}
