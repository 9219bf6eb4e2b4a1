using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Components.Server.ProtectedBrowserStorage;
using Microsoft.JSInterop;

namespace Portal.Components;

/// <summary>
/// Keeps things in the browser, encrypted with the portal's keys. What can no longer be read (the keys are gone, another version wrote it)
/// counts as not there. Not to be used while a page is prerendered.
/// </summary>
public sealed class BrowserStore(ProtectedLocalStorage storage)
{
    public async Task<T?> LoadAsync<T>(string key)
        where T : class
    {
        try
        {
            var stored = await storage.GetAsync<T>(key);
            return stored.Success ? stored.Value : null;
        }
        catch (Exception error) when (error is CryptographicException or JsonException or JSDisconnectedException)
        {
            return null;
        }
    }

    /// <returns>False when the browser has no room left for it.</returns>
    public async Task<bool> SaveAsync<T>(string key, T value)
        where T : class
    {
        try
        {
            await storage.SetAsync(key, value);
            return true;
        }
        catch (Exception error) when (error is JSException or JSDisconnectedException)
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
            // The page is gone, and with it whoever wanted this gone.
        }
    }
}
