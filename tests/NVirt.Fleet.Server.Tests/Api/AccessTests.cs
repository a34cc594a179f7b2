using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NVirt.Fleet.Server.Access;
using NVirt.Fleet.Server.Hosting;
using NVirt.Fleet.Server.Settings;
using NVirt.Fleet.Server.Tests.Support;
using NVirt.Xml;

namespace NVirt.Fleet.Server.Tests.Api;

/// <summary>Who may do what.</summary>
public sealed class AccessTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_endpoint_but_health_and_styles_needs_a_role()
    {
        await using RunningService service = await RunningService.StartAsync();
        string[] open =
        [
            .. service.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                .Where(e => e.Metadata.GetMetadata<NeededRole>() is null).Select(e => e.RoutePattern.RawText!.TrimStart('/'))
                .Where(p => !p.StartsWith("assets/", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal),
        ];
        Assert.Equal(["api/v1/health/live", "api/v1/health/ready", "health/live", "health/ready"], open);
    }

    [Fact]
    public async Task Without_a_token_nothing_is_told_and_a_browser_is_asked_for_one()
    {
        await using RunningService service = await RunningService.StartAsync();
        using HttpClient client = service.Client(null);
        using HttpResponseMessage response = await client.GetAsync("/api/v1/hosts", Cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal(["Basic", "Bearer"], response.Headers.WwwAuthenticate.Select(h => h.Scheme));
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        using HttpResponseMessage live = await client.GetAsync("/health/live", Cancellation);
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
    }

    [Fact]
    public async Task A_token_can_be_the_password_of_a_browsers_dialogue()
    {
        await using RunningService service = await RunningService.StartAsync();
        using HttpClient client = service.Client(null);
        string secret = await service.TokenAsync(Roles.Read);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("anybody:" + secret)));
        using HttpResponseMessage response = await client.GetAsync("/api/v1/hosts", Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Who_guesses_tokens_has_to_wait_and_others_do_not_see_the_guesses()
    {
        await using RunningService service = await RunningService.StartAsync(new ServerSettings { WrongTokensPerMinute = 3 });
        using HttpClient client = service.Client("nvf_guess-me-if-you-can");
        for (int i = 0; i < 3; i++)
        {
            using HttpResponseMessage wrong = await client.GetAsync("/api/v1/hosts", Cancellation);
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        }

        using HttpResponseMessage late = await client.GetAsync("/api/v1/hosts", Cancellation);
        Assert.Equal(HttpStatusCode.TooManyRequests, late.StatusCode);
        Assert.NotNull(late.Headers.RetryAfter);
        Assert.DoesNotContain(service.Log.Lines, l => l.Contains("guess-me", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Roles.Read, "PUT", "/api/v1/pools/p", false)]
    [InlineData(Roles.Plan, "PUT", "/api/v1/pools/p", true)]
    [InlineData(Roles.Plan, "POST", "/api/v1/pools/p/baselines", false)]
    [InlineData(Roles.Freeze, "POST", "/api/v1/pools/p/baselines", true)]
    [InlineData(Roles.Freeze, "GET", "/api/v1/tokens", false)]
    [InlineData(Roles.Admin, "GET", "/api/v1/tokens", true)]
    [InlineData(Roles.Admin, "GET", "/api/v1/matrix", true)]
    [InlineData(Roles.Host, "GET", "/api/v1/hosts", false)]
    [InlineData(Roles.Enrol, "GET", "/api/v1/hosts", false)]
    [InlineData(Roles.Admin, "POST", "/api/v1/reports", false)]
    public async Task A_role_may_what_it_includes_and_nothing_else(string role, string method, string path, bool may)
    {
        await using RunningService service = await RunningService.StartAsync();
        using HttpClient client = await (role == Roles.Host ? service.HostAsync("h") : service.ClientAsync(role));
        using HttpRequestMessage request = new(new HttpMethod(method), path) { Content = RunningService.Text("{}") };
        using HttpResponseMessage response = await client.SendAsync(request, Cancellation);
        Assert.Equal(may, response.StatusCode != HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task An_enrolment_token_counts_its_uses_and_gives_each_host_its_own()
    {
        await using RunningService service = await RunningService.StartAsync();
        using HttpClient enrolment = service.Client(await service.TokenAsync(Roles.Enrol, uses: 2));
        JsonNode first = await RunningService.PostAsync(enrolment, "/api/v1/enrol", """{"host":"a"}""");
        using HttpClient host = service.Client((string)first["token"]!);
        using HttpResponseMessage own = await host.PostAsync(
            "/api/v1/reports", RunningService.Json(Samples.Of("a", "pve1.xml")), Cancellation);
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, await Enrol("a"));
        Assert.Equal(HttpStatusCode.Created, await Enrol("b"));
        Assert.NotEqual(HttpStatusCode.Created, await Enrol("c"));

        async Task<HttpStatusCode> Enrol(string name)
        {
            using HttpResponseMessage response =
                await enrolment.PostAsync("/api/v1/enrol", RunningService.Text($$"""{"host":"{{name}}"}"""), Cancellation);
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task Tokens_end_by_their_time_and_when_they_are_withdrawn()
    {
        await using RunningService service = await RunningService.StartAsync();
        using HttpClient admin = await service.ClientAsync();
        JsonNode made = await RunningService.PostAsync(admin, "/api/v1/tokens", """{"role":"read","hours":1}""");
        using HttpClient reader = service.Client((string)made["token"]!);
        Assert.Equal(HttpStatusCode.OK, await Status(reader));
        using HttpResponseMessage gone = await admin.DeleteAsync($"/api/v1/tokens/{(string)made["id"]!}", Cancellation);
        Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(reader));
        using HttpClient late = service.Client(await service.TokenAsync(Roles.Read, hours: 1e-7));
        await Task.Delay(TimeSpan.FromMilliseconds(10), Cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(late));

        string list = await admin.GetStringAsync("/api/v1/tokens", Cancellation);
        Assert.DoesNotContain("nvf_", list, StringComparison.Ordinal);
        Assert.DoesNotContain("hash", list, StringComparison.OrdinalIgnoreCase);
        JsonNode log = await RunningService.GetAsync(admin, "/api/v1/log");
        Assert.Equal("withdraw", (string)log["entries"]![1]!["action"]!);

        static async Task<HttpStatusCode> Status(HttpClient client)
        {
            using HttpResponseMessage response = await client.GetAsync("/api/v1/hosts", Cancellation);
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task Only_the_proxy_itself_can_say_who_somebody_is()
    {
        foreach ((string address, HttpStatusCode expected) in
            ((string, HttpStatusCode)[])[("127.0.0.1", HttpStatusCode.OK), ("192.0.2.1", HttpStatusCode.Unauthorized)])
        {
            await using RunningService service = await RunningService.StartAsync(new ServerSettings
            {
                Proxy = new ProxySettings
                {
                    Addresses = [address],
                    Groups = System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty.Add("ops", Roles.Plan),
                },
            });
            using HttpClient client = service.Client(null);
            client.DefaultRequestHeaders.Add("X-Remote-User", "ada");
            client.DefaultRequestHeaders.Add("X-Remote-Groups", "staff, ops");
            using HttpResponseMessage response = await client.GetAsync("/api/v1/hosts", Cancellation);
            Assert.Equal(expected, response.StatusCode);
        }
    }

    [Theory]
    [InlineData("http://0.0.0.0:80")]
    [InlineData("https://127.0.0.1:443")]
    [InlineData("ftp://127.0.0.1:21")]
    public void A_service_that_would_be_open_does_not_start(string url) => Assert.Throws<SettingsException>(
        () => SettingsCheck.Require(new ServerSettings { Listen = [url] }));
}
