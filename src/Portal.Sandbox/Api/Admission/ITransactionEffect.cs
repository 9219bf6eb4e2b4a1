using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Admission;

/// <summary>
/// What follows from a write in the same transaction: it is seen together with the write, or not at all. Runs after the object was put or removed;
/// an <see cref="ApiException"/> undoes both.
/// </summary>
public interface ITransactionEffect
{
    void Apply(StoreTransaction transaction);
}
