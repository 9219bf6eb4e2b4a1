using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Portal.Core.Storage.Migrations;

/// <summary>The pods of runs. Of runs that ended before there is no such record; their time line still tells of their pods.</summary>
[DbContext(typeof(PortalDb))]
[Migration("0002_RunPods")]
internal sealed class Migration0002RunPods : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.CreateTable(
            "run_pods",
            table => new
            {
                cluster = table.Column<string>("text", collation: "C", nullable: false),
                run_uid = table.Column<string>("text", collation: "C", nullable: false),
                pod_uid = table.Column<string>("text", collation: "C", nullable: false),
                name = table.Column<string>("text", nullable: false),
                role = table.Column<string>("text", nullable: false),
                node = table.Column<string>("text", nullable: true),
                phase = table.Column<string>("text", nullable: false),
                reason = table.Column<string>("text", nullable: true),
                created_at = table.Column<DateTimeOffset>("timestamp with time zone", nullable: false),
                started_at = table.Column<DateTimeOffset>("timestamp with time zone", nullable: true),
                ended_at = table.Column<DateTimeOffset>("timestamp with time zone", nullable: true),
                exit_code = table.Column<int>("integer", nullable: true),
            },
            constraints: table =>
            {
                table.PrimaryKey("pk_run_pods", p => new { p.cluster, p.run_uid, p.pod_uid });
                table.ForeignKey("fk_run_pods_runs", p => new { p.cluster, p.run_uid }, "runs", ["cluster", "uid"], onDelete: ReferentialAction.Cascade);
            });
}
