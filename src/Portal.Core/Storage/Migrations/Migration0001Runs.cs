using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

namespace Portal.Core.Storage.Migrations;

/// <summary>Runs, their attempts and their steps.</summary>
[DbContext(typeof(PortalDb))]
[Migration("0001_Runs")]
internal sealed class Migration0001Runs : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        Runs(migrationBuilder);
        Attempts(migrationBuilder);
        Steps(migrationBuilder);
    }

    private static void Runs(MigrationBuilder migration)
    {
        migration.CreateTable(
            "runs",
            table => new
            {
                cluster = table.Column<string>("text", collation: "C", nullable: false),
                uid = table.Column<string>("text", collation: "C", nullable: false),
                workspace = table.Column<string>("text", collation: "C", nullable: false),
                name = table.Column<string>("text", collation: "C", nullable: false),
                job = table.Column<string>("text", collation: "C", nullable: false),
                state = table.Column<string>("text", collation: "C", nullable: false),
                operator_state = table.Column<string>("text", nullable: false),
                summary = table.Column<string>("text", nullable: false),
                cause = table.Column<string>("text", nullable: true),
                submitted_by = table.Column<string>("text", collation: "C", nullable: false),
                submitted_at = table.Column<DateTimeOffset>("timestamp with time zone", nullable: false),
                started_at = table.Column<DateTimeOffset>("timestamp with time zone", nullable: true),
                ended_at = table.Column<DateTimeOffset>("timestamp with time zone", nullable: true),
                exit_code = table.Column<int>("integer", nullable: true),
                parent_run = table.Column<string>("text", nullable: true),
                cancelled_by = table.Column<string>("text", nullable: true),
                submission_key = table.Column<string>("text", nullable: true),
                definition = table.Column<string>("text", nullable: true),
                manifest = table.Column<string>("text", nullable: false),
                object_exists = table.Column<bool>("boolean", nullable: false),
                cores_asked = table.Column<int>("integer", nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_runs", r => new { r.cluster, r.uid }));
        migration.CreateIndex("ix_runs_newest", "runs", ["cluster", "workspace", "submitted_at", "uid"], descending: [false, false, true, true]);
        migration.CreateIndex("ix_runs_name", "runs", ["cluster", "workspace", "name", "submitted_at"]);
        migration.CreateIndex("ix_runs_object_exists", "runs", ["cluster", "uid"], filter: "object_exists");
        migration.CreateIndex("ix_runs_unexplained", "runs", ["cluster", "uid"], filter: "state = 'Failed' AND cause IS NULL");
    }

    private static void Attempts(MigrationBuilder migration) =>
        migration.CreateTable(
            "run_attempts",
            table => new
            {
                cluster = table.Column<string>("text", collation: "C", nullable: false),
                run_uid = table.Column<string>("text", collation: "C", nullable: false),
                number = table.Column<int>("integer", nullable: false),
                submission_id = table.Column<string>("text", nullable: false),
                driver_pod_uid = table.Column<string>("text", nullable: true),
                started_at = table.Column<DateTimeOffset>("timestamp with time zone", nullable: true),
                ended_at = table.Column<DateTimeOffset>("timestamp with time zone", nullable: true),
                exit_code = table.Column<int>("integer", nullable: true),
                cause = table.Column<string>("text", nullable: true),
            },
            constraints: table =>
            {
                table.PrimaryKey("pk_run_attempts", a => new { a.cluster, a.run_uid, a.number });
                table.ForeignKey("fk_run_attempts_runs", a => new { a.cluster, a.run_uid }, "runs", ["cluster", "uid"], onDelete: ReferentialAction.Cascade);
            });

    private static void Steps(MigrationBuilder migration)
    {
        migration.CreateTable(
            "run_steps",
            table => new
            {
                id = table.Column<long>("bigint", nullable: false).Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                cluster = table.Column<string>("text", collation: "C", nullable: false),
                run_uid = table.Column<string>("text", collation: "C", nullable: false),
                at = table.Column<DateTimeOffset>("timestamp with time zone", nullable: false),
                kind = table.Column<string>("text", nullable: false),
                detail = table.Column<string>("character varying(400)", maxLength: 400, nullable: false),
            },
            constraints: table =>
            {
                table.PrimaryKey("pk_run_steps", s => s.id);
                table.ForeignKey("fk_run_steps_runs", s => new { s.cluster, s.run_uid }, "runs", ["cluster", "uid"], onDelete: ReferentialAction.Cascade);
            });
        migration.CreateIndex("ux_run_steps", "run_steps", ["cluster", "run_uid", "at", "kind", "detail"], unique: true);
    }
}
