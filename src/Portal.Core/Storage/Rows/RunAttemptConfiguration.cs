using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Core.Storage.Rows;

internal sealed class RunAttemptConfiguration : IEntityTypeConfiguration<RunAttemptEntity>
{
    public void Configure(EntityTypeBuilder<RunAttemptEntity> builder)
    {
        builder.ToTable("run_attempts");
        builder.HasKey(a => new { a.Cluster, a.RunUid, a.Number }).HasName("pk_run_attempts");
        builder.Property(a => a.Cluster).HasColumnName("cluster").UseCollation("C");
        builder.Property(a => a.RunUid).HasColumnName("run_uid").UseCollation("C");
        builder.Property(a => a.Number).HasColumnName("number").ValueGeneratedNever();
        builder.Property(a => a.SubmissionId).HasColumnName("submission_id");
        builder.Property(a => a.DriverPodUid).HasColumnName("driver_pod_uid");
        builder.Property(a => a.StartedAt).HasColumnName("started_at");
        builder.Property(a => a.EndedAt).HasColumnName("ended_at");
        builder.Property(a => a.ExitCode).HasColumnName("exit_code");
        builder.Property(a => a.Cause).HasColumnName("cause");
    }
}
