using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Portal.Core.Jobs;

namespace Portal.Hubs;

/// <summary>
/// Sealed notes that say which workspace a run belongs to. A page that was allowed to read a run hands one to the browser; the hub can then
/// trust the workspace that it asks permission for. A ticket allows nothing by itself.
/// </summary>
public sealed class RunTickets(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("run-ticket");

    public string Issue(JobRun run) => _protector.Protect(JsonSerializer.Serialize(new RunTicket(run.Cluster, run.Workspace, run.Uid)));

    /// <summary>Null when the portal did not write it.</summary>
    public RunTicket? Open(string sealedText)
    {
        try
        {
            return JsonSerializer.Deserialize<RunTicket>(_protector.Unprotect(sealedText));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
