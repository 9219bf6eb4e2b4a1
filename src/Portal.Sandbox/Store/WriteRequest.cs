namespace Portal.Sandbox.Store;

/// <summary>A transaction that waits for the writer, and the caller who waits for it.</summary>
internal abstract class WriteRequest
{
    /// <summary>What it changed; set by <see cref="Run"/>.</summary>
    public IReadOnlyList<StoreEvent> Events { get; private set; } = [];

    /// <summary>Runs it on a state; what it throws is kept for the caller and leaves the state as it was.</summary>
    public StoreRoot Run(StoreRoot root)
    {
        var transaction = new StoreTransaction(root);
        if (!Apply(transaction))
        {
            return root;
        }
        Events = transaction.Events;
        return transaction.Root;
    }

    public abstract void Complete();

    public abstract void Fail(Exception error);

    protected abstract bool Apply(StoreTransaction transaction);
}
