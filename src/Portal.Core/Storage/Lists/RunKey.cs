using System.Linq.Expressions;
using Portal.Core.Jobs;
using Portal.Core.Storage.Rows;

namespace Portal.Core.Storage.Lists;

/// <summary>What runs are ordered by.</summary>
/// <param name="Row">Reads it from a row.</param>
/// <param name="Run">Reads the same from a run in memory.</param>
internal sealed record RunKey<TKey>(Expression<Func<RunEntity, TKey>> Row, Func<JobRun, TKey> Run)
{
    /// <summary>Every run has it.</summary>
    public bool Always { get; init; }
}
