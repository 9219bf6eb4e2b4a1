using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Portal.Core.Clusters;
using Portal.UnitTests.Fakes;

namespace Portal.UnitTests.Hosting;

public sealed class SignInTests : IAsyncLifetime
{
    private TestPortal _portal = null!;

    public async ValueTask InitializeAsync() => _portal = await TestPortal.StartAsync();

    public async ValueTask DisposeAsync() => await _portal.DisposeAsync();

    [Fact]
    public async Task Page_WithoutSignIn_SendsToTheDoorAndBack()
    {
        var answer = await _portal.Client().GetAsync("/jobs?state=Failed");

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.ToString().ShouldBe("/signin?returnUrl=%2Fjobs%3Fstate%3DFailed");
    }

    [Fact]
    public async Task LocalUser_OneClick_IsSignedInAsThatPerson()
    {
        using var client = _portal.Client();

        var answer = await SignInAsync(client, "analyst", "/jobs");

        answer.Headers.Location!.ToString().ShouldBe("/jobs");
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("portal.sign-in=", StringComparison.Ordinal));
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=lax");
        (await client.GetAsync("/api/v1/workspaces")).StatusCode.ShouldBe(HttpStatusCode.OK);
        _portal.Jobs.LastCaller.ShouldBe(new Caller("analyst", ["team-a-editors"]));
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example")]
    [InlineData("/\\elsewhere.example")]
    [InlineData("jobs")]
    public async Task LocalUser_ReturnToAnotherSite_GoesHome(string returnUrl) =>
        (await SignInAsync(_portal.Client(), "analyst", returnUrl)).Headers.Location!.ToString().ShouldBe("/");

    [Fact]
    public async Task LocalUser_Unknown_IsNotLetIn() =>
        (await SignInAsync(_portal.Client(), "root", "/")).Headers.Location!.ToString().ShouldContain("notice=NotAllowed");

    [Fact]
    public async Task LocalUser_WithoutAntiforgeryToken_IsRefused()
    {
        var answer = await _portal.Client().PostAsync("/signin/local", new FormUrlEncodedContent([KeyValuePair.Create("name", "analyst")]));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("Host", "portal.example")]
    [InlineData("Host", "localhost.example")]
    [InlineData("X-Forwarded-For", "10.0.0.7")]
    [InlineData("Forwarded", "for=10.0.0.7")]
    public async Task LocalUsers_RequestFromElsewhere_AreNeitherOfferedNorAccepted(string header, string value)
    {
        using var client = _portal.Client();
        var token = await TokenAsync(client);
        client.DefaultRequestHeaders.Add(header, value);

        (await client.GetStringAsync("/signin")).ShouldNotContain("signin/local");
        (await PostAsync(client, token, "analyst", "/")).Headers.Location!.ToString().ShouldContain("notice=NotAllowed");
    }

    [Fact]
    public async Task LocalUser_CookieShownFromElsewhere_IsWorthNothing()
    {
        using var client = _portal.Client();
        await SignInAsync(client, "analyst", "/");

        client.DefaultRequestHeaders.Add("X-Forwarded-For", "10.0.0.7");

        (await client.GetAsync("/api/v1/workspaces")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task OwnerLink_UsedTwice_WorksOnce()
    {
        using var first = _portal.Client();
        using var second = _portal.Client();

        (await first.GetAsync($"/signin/owner?token={TestPortal.OwnerToken}")).Headers.Location!.ToString().ShouldBe("/");
        (await second.GetAsync($"/signin/owner?token={TestPortal.OwnerToken}")).Headers.Location!.ToString().ShouldContain("notice=LinkUsed");

        (await first.GetAsync("/api/v1/workspaces")).StatusCode.ShouldBe(HttpStatusCode.OK);
        _portal.Jobs.LastCaller.ShouldBe(Caller.Portal);
        (await second.GetAsync("/api/v1/workspaces")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task OwnerLink_WrongToken_DoesNotUseItUp()
    {
        await _portal.Client().GetAsync("/signin/owner?token=guess");

        (await _portal.Client().GetAsync($"/signin/owner?token={TestPortal.OwnerToken}")).Headers.Location!.ToString().ShouldBe("/");
    }

    [Fact]
    public async Task Cookie_ForAChangeOverRest_IsNotEnough()
    {
        using var client = _portal.Client();
        await SignInAsync(client, "analyst", "/");

        var answer = await client.PostAsync("/api/v1/workspaces/team-a/jobs", new StringContent("{}", Encoding.UTF8, "application/json"));

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
        (await answer.Content.ReadAsStringAsync()).ShouldContain("TokenNeeded");
    }

    [Fact]
    public async Task Rest_WithATokenNobodyKnows_IsUnauthorized()
    {
        var answer = await _portal.Client("made-up").GetAsync("/api/v1/workspaces");

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer error=\"invalid_token\"");
    }

    [Fact]
    public async Task SignOut_ACopyOfTheCookie_IsWorthNothing()
    {
        using var client = _portal.Client();
        var cookie = (await SignInAsync(client, "analyst", "/")).Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("portal.sign-in=", StringComparison.Ordinal)).Split(';')[0];
        using var copy = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = _portal.Address };
        copy.DefaultRequestHeaders.Add("Cookie", cookie);
        (await copy.GetAsync("/api/v1/workspaces")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var signOut = await client.PostAsync("/signout", new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", await SignedInTokenAsync(client))]));

        signOut.Headers.Location!.ToString().ShouldContain("notice=SignedOut");
        (await copy.GetAsync("/api/v1/workspaces")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task SignIn_AfterARestart_IsStillGood()
    {
        var data = Directory.CreateTempSubdirectory("portal-test-").FullName;
        var keys = Path.Combine(data, "keys");
        string cookie;
        await using (var first = await TestPortal.StartAsync())
        {
            using var client = first.Client();
            cookie = (await SignInAsync(client, "analyst", "/")).Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("portal.sign-in=", StringComparison.Ordinal)).Split(';')[0];
            Directory.CreateDirectory(keys);
            foreach (var file in Directory.EnumerateFiles(Path.Combine(first.Data, "keys")))
            {
                File.Copy(file, Path.Combine(keys, Path.GetFileName(file)));
            }
        }

        await using var second = await TestPortal.StartAsync(data);
        using var again = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = second.Address };
        again.DefaultRequestHeaders.Add("Cookie", cookie);
        (await again.GetAsync("/api/v1/workspaces")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("localhost", "127.0.0.1")]
    public async Task Door_OnALoopbackName_OffersTheLocalUsers(string host, string address)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Parse(address), _portal.Address.Port);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET /signin HTTP/1.1\r\nHost: {host}:{_portal.Address.Port}\r\nConnection: close\r\n\r\n"));

        (await new StreamReader(socket.GetStream()).ReadToEndAsync()).ShouldContain("signin/local");
    }

    private static async Task<HttpResponseMessage> SignInAsync(HttpClient client, string name, string returnUrl) =>
        await PostAsync(client, await TokenAsync(client), name, returnUrl);

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string token, string name, string returnUrl) =>
        client.PostAsync("/signin/local", new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", token), KeyValuePair.Create("name", name), KeyValuePair.Create("returnUrl", returnUrl)]));

    private static async Task<string> TokenAsync(HttpClient client) =>
        Regex.Match(await client.GetStringAsync("/signin"), "name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["token"].Value;

    // A token is bound to who asked for it, so the one of the door does not do once somebody is signed in.
    private static async Task<string> SignedInTokenAsync(HttpClient client) =>
        (await client.GetStringAsync(TestPortal.AntiforgeryPath)).Trim();
}
