using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Components.Server.ProtectedBrowserStorage;
using Microsoft.JSInterop;
using Portal.Core.Clusters;

namespace Portal.Features.NewJob;

/// <summary>
/// Keeps drafts in the browser, encrypted with the portal's keys: one per person, workspace and starting point. A draft that can no longer
/// be read (keys are gone, another version wrote it) counts as none.
/// </summary>
public sealed class DraftStore(ProtectedLocalStorage storage)
{
    public async Task<JobDraft?> LoadAsync(string key)
    {
        try
        {
            var stored = await storage.GetAsync<JobDraft>(key);
            return stored.Success ? stored.Value : null;
        }
        catch (Exception error) when (error is CryptographicException or JsonException or JSDisconnectedException)
        {
            return null;
        }
    }

    /// <returns>False when the browser has no room left for it.</returns>
    public async Task<bool> SaveAsync(string key, JobDraft draft)
    {
        try
        {
            await storage.SetAsync(key, draft);
            return true;
        }
        catch (JSException)
        {
            return false;
        }
        catch (JSDisconnectedException)
        {
            return false;
        }
    }

    public async Task DeleteAsync(string key)
    {
        try
        {
            await storage.DeleteAsync(key);
        }
        catch (JSDisconnectedException)
        {
            // The page is gone; submitting the draft again gives the same run.
        }
    }

    public static string Key(string cluster, string workspace, Caller caller, string startingPoint) =>
        $"portal-draft/{cluster}/{workspace}/{caller.User}/{startingPoint}";
}
