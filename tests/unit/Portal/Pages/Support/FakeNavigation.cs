using Microsoft.AspNetCore.Components;

namespace Portal.UnitTests.Pages.Support;

/// <summary>Goes wherever it is told.</summary>
public sealed class FakeNavigation : NavigationManager
{
    public FakeNavigation() => Initialize("http://portal.test/", "http://portal.test/");

    public void Go(string address) => NavigateToCore(address, new NavigationOptions());

    protected override void NavigateToCore(string uri, NavigationOptions options)
    {
        Uri = ToAbsoluteUri(uri).ToString();
        NotifyLocationChanged(isInterceptedLink: false);
    }
}
