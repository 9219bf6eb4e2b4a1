namespace Portal.Sandbox.Store;

/// <summary>A transaction with a result.</summary>
internal sealed class WriteRequest<T>(Func<StoreTransaction, T> change) : WriteRequest
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;
    private Exception? _error;

    public Task<T> Done => _done.Task;

    public override void Complete()
    {
        if (_error is null)
        {
            _done.TrySetResult(_result!);
        }
        else
        {
            _done.TrySetException(_error);
        }
    }

    public override void Fail(Exception error) => _done.TrySetException(error);

    protected override bool Apply(StoreTransaction transaction)
    {
        try
        {
            _result = change(transaction);
            return true;
        }
        catch (Exception e)
        {
            // It is the caller's to see, and must not stop the writer, whatever it is.
            _error = e;
            return false;
        }
    }
}
