using System.Linq.Expressions;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.Query;
using Portal.Core.Jobs;
using Portal.Core.Storage.Rows;

namespace Portal.Core.Storage.Lists;

/// <summary>Orders by one key, runs that lack it last; then the newest first; then by uid, the largest first.</summary>
internal sealed class KeyOrdering<TKey>(RunOrder order, DateTimeOffset now, RunCursor? place, RunKey<TKey> key, IComparer<TKey> comparer) : RunOrdering
{
    private readonly (TKey? Key, DateTimeOffset SubmittedAt, string Uid)? _place = place is null ? null : (place.ReadKey<TKey>(), place.SubmittedAt, place.Uid);

    public override IQueryable<RunEntity> Sort(IQueryable<RunEntity> rows)
    {
        var ahead = _place is { } from ? rows.Where(Ahead(from.Key, from.SubmittedAt, from.Uid)) : rows;
        var sorted = (key.Always, order.Descending) switch
        {
            (true, true) => ahead.OrderByDescending(key.Row),
            (true, false) => ahead.OrderBy(key.Row),
            (false, true) => ahead.OrderBy(Lambda(Missing())).ThenByDescending(key.Row),
            (false, false) => ahead.OrderBy(Lambda(Missing())).ThenBy(key.Row),
        };
        return sorted.ThenByDescending(r => r.SubmittedAt).ThenByDescending(r => r.Uid);
    }

    public override bool IsAhead(JobRun run) => _place is not { } from || Compare(from, Of(run)) < 0;

    public override string PlaceOf(JobRun run) => new RunCursor(order, now, JsonSerializer.SerializeToElement(key.Run(run)), run.SubmittedAt, run.Uid).ToString();

    public override int Compare(JobRun? x, JobRun? y) => x is null || y is null ? (x is null ? 0 : 1) - (y is null ? 0 : 1) : Compare(Of(x), Of(y));

    private (TKey? Key, DateTimeOffset SubmittedAt, string Uid) Of(JobRun run) => (key.Run(run), run.SubmittedAt, run.Uid);

    private int Compare((TKey? Key, DateTimeOffset SubmittedAt, string Uid) x, (TKey? Key, DateTimeOffset SubmittedAt, string Uid) y)
    {
        if (x.Key is null != y.Key is null)
        {
            return x.Key is null ? 1 : -1;
        }

        var byKey = x.Key is null ? 0 : order.Descending ? comparer.Compare(y.Key!, x.Key) : comparer.Compare(x.Key, y.Key!);
        var byTime = byKey != 0 ? byKey : y.SubmittedAt.CompareTo(x.SubmittedAt);
        return byTime != 0 ? byTime : string.CompareOrdinal(y.Uid, x.Uid);
    }

    // Two conditions: the first is one that an index can begin at, the second leaves out those of the same key that were given already.
    private Expression<Func<RunEntity, bool>> Ahead(TKey? from, DateTimeOffset submittedAt, string uid)
    {
        Expression<Func<RunEntity, bool>> later = r => r.SubmittedAt < submittedAt || (r.SubmittedAt == submittedAt && r.Uid.CompareTo(uid) < 0);
        var tied = ReplacingExpressionVisitor.Replace(later.Parameters[0], key.Row.Parameters[0], later.Body);
        if (from is null)
        {
            return Lambda(Expression.AndAlso(Missing(), tied));
        }

        // Captured, not written as a constant: the same statement then serves every page.
        Expression<Func<TKey>> captured = () => from;
        var notBefore = Compare(order.Descending ? ExpressionType.LessThanOrEqual : ExpressionType.GreaterThanOrEqual, captured.Body);
        var notBeforeOrMissing = key.Always ? notBefore : Expression.OrElse(notBefore, Missing());
        var other = key.Always ? Expression.NotEqual(key.Row.Body, captured.Body) : Expression.OrElse(Missing(), Expression.NotEqual(key.Row.Body, captured.Body));
        return Lambda(Expression.AndAlso(notBeforeOrMissing, Expression.OrElse(other, tied)));
    }

    private BinaryExpression Missing() => Expression.Equal(key.Row.Body, Expression.Constant(null, typeof(TKey)));

    // Text has no operators for order.
    private BinaryExpression Compare(ExpressionType type, Expression value) =>
        typeof(TKey) == typeof(string)
            ? Expression.MakeBinary(type, Expression.Call(typeof(string), nameof(string.Compare), null, key.Row.Body, value), Expression.Constant(0))
            : Expression.MakeBinary(type, key.Row.Body, value);

    private Expression<Func<RunEntity, bool>> Lambda(Expression body) => Expression.Lambda<Func<RunEntity, bool>>(body, key.Row.Parameters);
}
