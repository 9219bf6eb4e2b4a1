namespace Portal.Core.Jobs;

/// <summary>Order of a list of runs. Of runs that are equal in it, the newest comes first.</summary>
/// <param name="By">What is compared; text by its code points.</param>
/// <param name="Descending">Largest first.</param>
public sealed record RunOrder(RunOrderBy By, bool Descending)
{
    public static readonly RunOrder NewestFirst = new(RunOrderBy.Submitted, Descending: true);
}
