using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage.Rows;

namespace Portal.Core.Storage;

/// <summary>The portal's tables. One context per operation, from <see cref="IDbContextFactory{TContext}"/>.</summary>
public sealed class PortalDb(DbContextOptions<PortalDb> options) : DbContext(options)
{
    internal DbSet<RunEntity> Runs => Set<RunEntity>();

    internal DbSet<RunAttemptEntity> RunAttempts => Set<RunAttemptEntity>();

    internal DbSet<RunStepEntity> RunSteps => Set<RunStepEntity>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfiguration(new RunConfiguration())
            .ApplyConfiguration(new RunAttemptConfiguration())
            .ApplyConfiguration(new RunStepConfiguration())
            .ApplyConfiguration(new RunPodConfiguration());
}
