using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Core.Storage.Rows;

internal sealed class RunStepConfiguration : IEntityTypeConfiguration<RunStepEntity>
{
    public void Configure(EntityTypeBuilder<RunStepEntity> builder)
    {
        builder.ToTable("run_steps");
        builder.HasKey(s => s.Id).HasName("pk_run_steps");
        builder.Property(s => s.Id).HasColumnName("id").UseIdentityAlwaysColumn();
        builder.Property(s => s.Cluster).HasColumnName("cluster").UseCollation("C");
        builder.Property(s => s.RunUid).HasColumnName("run_uid").UseCollation("C");
        builder.Property(s => s.At).HasColumnName("at");
        builder.Property(s => s.Kind).HasColumnName("kind");
        builder.Property(s => s.Detail).HasColumnName("detail").HasMaxLength(RunStepEntity.MaxDetail);
        builder.HasIndex(s => new { s.Cluster, s.RunUid, s.At, s.Kind, s.Detail }).IsUnique().HasDatabaseName("ux_run_steps");
    }
}
