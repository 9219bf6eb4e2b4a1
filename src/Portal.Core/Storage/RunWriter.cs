using System.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Portal.Core.Jobs;
using Portal.Core.Storage.Rows;

namespace Portal.Core.Storage;

/// <summary>Writes runs. Every method may be repeated, and throws <see cref="StorageUnavailableException"/> when PostgreSQL does not answer.</summary>
public sealed class RunWriter(IDbContextFactory<PortalDb> databases)
{
    private const int MaxTries = 10;

    /// <summary>Reads the run, lets <paramref name="change"/> make the new one of it and writes that, in one transaction.</summary>
    /// <param name="cluster">Id of the cluster.</param>
    /// <param name="uid">Uid of the run.</param>
    /// <param name="change">Gets the stored run or null; gives the run to store or null to leave everything as it is. Called again when somebody else wrote first.</param>
    /// <param name="submissionKey">Key of the submission; null keeps the stored one.</param>
    /// <param name="ct">Cancels the operation.</param>
    /// <returns>The run as stored; null when there is none.</returns>
    public Task<JobRun?> SaveAsync(string cluster, string uid, Func<JobRun?, JobRun?> change, string? submissionKey, CancellationToken ct) => StorageErrors.GuardAsync(async () =>
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TrySaveAsync(cluster, uid, change, submissionKey, ct);
            }
            catch (Exception e) when (attempt < MaxTries && IsRace(e))
            {
                // Somebody else wrote the same run between our read and our write: read again.
            }
        }
    });

    /// <summary>Notes who asked for the cancellation. The first one wins.</summary>
    /// <returns>Who was first; null when the run is not recorded.</returns>
    public Task<string?> RequestCancelAsync(string cluster, string uid, string person, DateTimeOffset at, CancellationToken ct) => StorageErrors.GuardAsync(async () =>
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var won = await db.Runs.Where(r => r.Cluster == cluster && r.Uid == uid && r.CancelledBy == null).ExecuteUpdateAsync(set => set.SetProperty(r => r.CancelledBy, person), ct);
        if (won == 1)
        {
            db.RunSteps.Add(new RunStepEntity { Cluster = cluster, RunUid = uid, At = at, Kind = "cancel-requested", Detail = RunMapping.Detail(person) });
            try
            {
                await db.SaveChangesAsync(ct);
            }
            catch (DbUpdateException e) when (IsRace(e))
            {
                // The recorder noted the very same step in between.
            }

            return person;
        }

        return await db.Runs.Where(r => r.Cluster == cluster && r.Uid == uid).Select(r => r.CancelledBy).FirstOrDefaultAsync(ct);
    });

    /// <summary>Takes a request back that the API then refused.</summary>
    public Task WithdrawCancelAsync(string cluster, string uid, string person, DateTimeOffset at, CancellationToken ct) => StorageErrors.GuardAsync(async () =>
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var mine = await db.RunSteps.Where(s => s.Cluster == cluster && s.RunUid == uid && s.Kind == "cancel-requested" && s.At == at).ExecuteDeleteAsync(ct);
        return mine == 0 ? 0 : await db.Runs.Where(r => r.Cluster == cluster && r.Uid == uid && r.CancelledBy == person).ExecuteUpdateAsync(set => set.SetProperty(r => r.CancelledBy, (string?)null), ct);
    });

    private async Task<JobRun?> TrySaveAsync(string cluster, string uid, Func<JobRun?, JobRun?> change, string? submissionKey, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var row = await db.Runs.Include(r => r.Attempts).Include(r => r.Steps).Include(r => r.Pods).AsSplitQuery().FirstOrDefaultAsync(r => r.Cluster == cluster && r.Uid == uid, ct);
        var stored = row is null ? null : RunMapping.ToRun(row);
        if (change(stored) is not { } run)
        {
            return stored;
        }

        if (row is null)
        {
            db.Runs.Add(row = RunMapping.NewRow(run));
        }

        RunMapping.Update(row, run);
        row.SubmissionKey = submissionKey ?? row.SubmissionKey;
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return RunMapping.ToRun(row);
    }

    private static bool IsRace(Exception? e) => e switch
    {
        null => false,
        DbUpdateConcurrencyException => true,
        PostgresException postgres => postgres.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected,
        _ => IsRace(e.InnerException),
    };
}
