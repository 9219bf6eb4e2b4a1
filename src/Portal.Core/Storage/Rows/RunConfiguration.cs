using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Core.Storage.Rows;

internal sealed class RunConfiguration : IEntityTypeConfiguration<RunEntity>
{
    public void Configure(EntityTypeBuilder<RunEntity> builder)
    {
        builder.ToTable("runs");
        builder.HasKey(r => new { r.Cluster, r.Uid }).HasName("pk_runs");
        builder.Property(r => r.Cluster).HasColumnName("cluster").UseCollation("C");
        builder.Property(r => r.Uid).HasColumnName("uid").UseCollation("C");
        builder.Property(r => r.Workspace).HasColumnName("workspace").UseCollation("C");
        builder.Property(r => r.Name).HasColumnName("name").UseCollation("C");
        builder.Property(r => r.Job).HasColumnName("job").UseCollation("C");
        builder.Property(r => r.State).HasColumnName("state").UseCollation("C");
        builder.Property(r => r.OperatorState).HasColumnName("operator_state");
        builder.Property(r => r.Summary).HasColumnName("summary");
        builder.Property(r => r.Cause).HasColumnName("cause");
        builder.Property(r => r.SubmittedBy).HasColumnName("submitted_by").UseCollation("C");
        builder.Property(r => r.SubmittedAt).HasColumnName("submitted_at");
        builder.Property(r => r.StartedAt).HasColumnName("started_at");
        builder.Property(r => r.EndedAt).HasColumnName("ended_at");
        builder.Property(r => r.ExitCode).HasColumnName("exit_code");
        builder.Property(r => r.ParentRun).HasColumnName("parent_run");
        builder.Property(r => r.CancelledBy).HasColumnName("cancelled_by");
        builder.Property(r => r.SubmissionKey).HasColumnName("submission_key");
        builder.Property(r => r.Definition).HasColumnName("definition");
        builder.Property(r => r.Manifest).HasColumnName("manifest");
        builder.Property(r => r.ObjectExists).HasColumnName("object_exists");
        builder.Property(r => r.CoresAsked).HasColumnName("cores_asked");
        builder.HasMany(r => r.Attempts).WithOne().HasForeignKey(a => new { a.Cluster, a.RunUid }).HasConstraintName("fk_run_attempts_runs");
        builder.HasMany(r => r.Steps).WithOne().HasForeignKey(s => new { s.Cluster, s.RunUid }).HasConstraintName("fk_run_steps_runs");
        builder.HasMany(r => r.Pods).WithOne().HasForeignKey(p => new { p.Cluster, p.RunUid }).HasConstraintName("fk_run_pods_runs");
        builder.HasIndex(r => new { r.Cluster, r.Workspace, r.SubmittedAt, r.Uid }).IsDescending(false, false, true, true).HasDatabaseName("ix_runs_newest");
        builder.HasIndex(r => new { r.Cluster, r.Workspace, r.State, r.SubmittedAt, r.Uid }).IsDescending(false, false, false, true, true).HasDatabaseName("ix_runs_state");
        builder.HasIndex(r => new { r.Cluster, r.Workspace, r.Job, r.SubmittedAt, r.Uid }).IsDescending(false, false, false, true, true).HasDatabaseName("ix_runs_job");
        builder.HasIndex(r => new { r.Cluster, r.Workspace, r.SubmittedBy, r.SubmittedAt, r.Uid }).IsDescending(false, false, false, true, true).HasDatabaseName("ix_runs_submitted_by");
        builder.HasIndex(r => new { r.Cluster, r.Workspace, r.Name, r.SubmittedAt }).HasDatabaseName("ix_runs_name");
        builder.HasIndex(r => new { r.Cluster, r.Uid }, "ix_runs_object_exists").HasFilter("object_exists");
        builder.HasIndex(r => new { r.Cluster, r.Uid }, "ix_runs_unexplained").HasFilter("state = 'Failed' AND cause IS NULL");
    }
}
