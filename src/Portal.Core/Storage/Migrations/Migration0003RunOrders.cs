using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Portal.Core.Storage.Migrations;

/// <summary>Indexes for lists of some states, jobs or people only, and for those ordered by job or person.</summary>
[DbContext(typeof(PortalDb))]
[Migration("0003_RunOrders")]
internal sealed class Migration0003RunOrders : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        foreach (var column in (string[])["state", "job", "submitted_by"])
        {
            migrationBuilder.CreateIndex($"ix_runs_{column}", "runs", ["cluster", "workspace", column, "submitted_at", "uid"], descending: [false, false, false, true, true]);
        }
    }
}
