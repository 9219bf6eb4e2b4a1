using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Core.Storage.Rows;

internal sealed class RunPodConfiguration : IEntityTypeConfiguration<RunPodEntity>
{
    public void Configure(EntityTypeBuilder<RunPodEntity> builder)
    {
        builder.ToTable("run_pods");
        builder.HasKey(p => new { p.Cluster, p.RunUid, p.PodUid }).HasName("pk_run_pods");
        builder.Property(p => p.Cluster).HasColumnName("cluster").UseCollation("C");
        builder.Property(p => p.RunUid).HasColumnName("run_uid").UseCollation("C");
        builder.Property(p => p.PodUid).HasColumnName("pod_uid").UseCollation("C");
        builder.Property(p => p.Name).HasColumnName("name");
        builder.Property(p => p.Role).HasColumnName("role");
        builder.Property(p => p.Node).HasColumnName("node");
        builder.Property(p => p.Phase).HasColumnName("phase");
        builder.Property(p => p.Reason).HasColumnName("reason");
        builder.Property(p => p.CreatedAt).HasColumnName("created_at");
        builder.Property(p => p.StartedAt).HasColumnName("started_at");
        builder.Property(p => p.EndedAt).HasColumnName("ended_at");
        builder.Property(p => p.ExitCode).HasColumnName("exit_code");
    }
}
