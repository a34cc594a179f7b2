using System.Net;
using System.Text.RegularExpressions;

namespace NVirt.Fleet.Server.Tests.Pages;

/// <summary>The pages of a service that runs, as a browser gets them.</summary>
public sealed partial class PageTests(PageFleet fleet) : IClassFixture<PageFleet>
{
    private const int MostPages = 400;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Addresses =>
        ["/", "/matrix", "/matrix/mail/pve2", "/pools", "/pools/intel", "/hosts", "/hosts/pve1", "/guests", "/guests/mail",
            "/plan?drain=pve1", "/drift", "/audit", "/hosts/nobody", "/hosts?cursor=!"];

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task A_page_lets_no_script_and_no_frame_in(string address)
    {
        using HttpResponseMessage response = await fleet.Client.GetAsync(address, Cancellation);
        Assert.Equal(
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; "
                + "base-uri 'none'",
            Assert.Single(response.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        string page = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.DoesNotContain("style=", page, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"<[^>]* on\w+=", Quoted().Replace(page, string.Empty));
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task A_page_says_of_when_it_tells_and_by_which_truth(string address)
    {
        string page = await PageAsync(address);
        Assert.Matches("<time datetime=\"[0-9T:Z-]+\">The fleet as of [0-9T:Z-]+, [0-9]+ seconds ago</time>", page);
        Assert.Contains("by processor", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_link_leads_to_a_page_whatever_hosts_and_guests_are_called()
    {
        HashSet<string> seen = ["/"];
        Queue<string> left = new(seen);
        List<string> wrong = [];
        string? hostile = null;
        while (left.TryDequeue(out string? address) && seen.Count < MostPages)
        {
            using HttpResponseMessage response = await fleet.Client.GetAsync(address, Cancellation);
            string page = await response.Content.ReadAsStringAsync(Cancellation);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                wrong.Add($"{address}: {response.StatusCode}");
            }

            if (Markup().IsMatch(page))
            {
                hostile = address;
            }

            foreach (string next in Links().Matches(page).Select(m => WebUtility.HtmlDecode(m.Groups[1].Value)))
            {
                // The many hosts that are alike are all of one kind.
                if (!next.Contains("node-", StringComparison.Ordinal) && next[0] == '/' && seen.Add(next))
                {
                    left.Enqueue(next);
                }
            }
        }

        Assert.Empty(wrong);
        Assert.Null(hostile);
        Assert.True(seen.Count > 100, $"only {seen.Count} pages were found");
    }

    [Fact]
    public async Task Each_hostile_name_has_its_page_with_the_name_as_text()
    {
        foreach (string name in PageFleet.HostileNames)
        {
            string address = NVirt.Fleet.Server.Pages.PageLinks.Host(name);
            string page = await PageAsync(address);
            Assert.Contains($"<h1>{WebUtility.HtmlEncode("Host " + name)}</h1>", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_page_is_in_the_language_that_the_browser_likes_best()
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/hosts");
        request.Headers.Add("Accept-Language", "fr, en;q=0.3, de-CH;q=0.8");
        using HttpResponseMessage response = await fleet.Client.SendAsync(request, Cancellation);
        string page = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(Cancellation));
        Assert.Contains("<html lang=\"de\">", page, StringComparison.Ordinal);
        Assert.Contains("\u00dcbersicht", page, StringComparison.Ordinal);
        Assert.Contains("nach Prozessor", page, StringComparison.Ordinal);
        Assert.Equal("de", Assert.Single(response.Content.Headers.ContentLanguage));
        Assert.Contains("Accept-Language", response.Headers.Vary);
        Assert.Contains("<html lang=\"en\">", await PageAsync("/hosts"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Following_the_next_part_lists_every_host_once()
    {
        List<string> names = [];
        string? address = "/hosts";
        int parts = 0;
        while (address is not null)
        {
            string page = await PageAsync(address);
            names.AddRange(FirstCells().Matches(page).Select(m => WebUtility.HtmlDecode(m.Groups[1].Value)));
            address = Next().Match(page) is { Success: true } match ? WebUtility.HtmlDecode(match.Groups[1].Value) : null;
            parts++;
        }

        Assert.Equal(2, parts);
        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.Equal(PageFleet.Nodes + PageFleet.HostileNames.Length + 6, names.Count);
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
    }

    [Fact]
    public async Task A_filter_stays_in_the_form_and_in_the_next_part()
    {
        string page = await PageAsync("/hosts?q=node-");
        Assert.Contains("name=\"q\" value=\"node-\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("pve1", page, StringComparison.Ordinal);
        Assert.Matches("rel=\"next\" href=\"/hosts\\?q=node-&amp;cursor=", page);
        string hostile = await PageAsync("/hosts?q=" + Uri.EscapeDataString("\"><script>"));
        Assert.Contains("value=\"&quot;&gt;&lt;script&gt;\"", hostile, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/hosts/nobody", HttpStatusCode.NotFound)]
    [InlineData("/guests/nobody", HttpStatusCode.NotFound)]
    [InlineData("/pools/nobody", HttpStatusCode.NotFound)]
    [InlineData("/matrix/nobody/pve1", HttpStatusCode.NotFound)]
    [InlineData("/plan?drain=nobody", HttpStatusCode.NotFound)]
    [InlineData("/hosts?cursor=!", HttpStatusCode.BadRequest)]
    [InlineData("/guests?cursor=!", HttpStatusCode.BadRequest)]
    [InlineData("/audit?cursor=!", HttpStatusCode.BadRequest)]
    public async Task What_is_not_there_is_a_page_that_says_so(string address, HttpStatusCode status)
    {
        using HttpResponseMessage response = await fleet.Client.GetAsync(address, Cancellation);
        Assert.Equal(status, response.StatusCode);
        Assert.Contains("<nav ", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_interface_refuses_what_is_no_cursor()
    {
        using HttpResponseMessage response = await fleet.Client.GetAsync("/api/v1/hosts?cursor=!", Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task A_page_needs_the_role_to_read(string address)
    {
        using HttpClient stranger = fleet.NewClient(hasToken: false);
        using HttpResponseMessage response = await stranger.GetAsync(address, Cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task The_style_sheet_is_kept_by_browsers_and_needs_no_role()
    {
        using HttpClient stranger = fleet.NewClient(hasToken: false);
        string address = Sheet().Match(await PageAsync("/")).Groups[1].Value;
        using HttpResponseMessage first = await stranger.GetAsync(address, Cancellation);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal("text/css", first.Content.Headers.ContentType!.MediaType);
        Assert.Equal(TimeSpan.FromDays(365), first.Headers.CacheControl!.MaxAge);
        using HttpRequestMessage again = new(HttpMethod.Get, address);
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using HttpResponseMessage second = await stranger.SendAsync(again, Cancellation);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Fact]
    public async Task A_name_that_several_guests_have_leads_to_each_of_them()
    {
        string page = await PageAsync("/guests/id-twin");
        Assert.Contains("<a href=\"/guests/id-twin?host=a%2Fb\">a/b</a>", page, StringComparison.Ordinal);
        Assert.Contains("<h1>Guest a/b/twin</h1>", await PageAsync("/guests/id-twin?host=a%2Fb"), StringComparison.Ordinal);
        Assert.Contains("<h1>Guest a/b/twin</h1>", await PageAsync("/guests/~?id=a%2Fb%2Ftwin"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cell_of_the_matrix_leads_to_the_reasons()
    {
        string page = await PageAsync("/matrix");
        Assert.Contains("<a href=\"/matrix/search/virt1\" aria-label=\"search / virt1: incompatible\">x</a>", page,
            StringComparison.Ordinal);
        string reasons = await PageAsync("/matrix/search/virt1");
        Assert.Contains("<h1>Guests like search on hosts like virt1</h1>", reasons, StringComparison.Ordinal);
        Assert.Contains("<dt>Missing</dt>", reasons, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_has_steps_with_commands_for_the_platform()
    {
        string page = await PageAsync("/plan?drain=pve1&platform=proxmox");
        Assert.Matches("<li>stop and start: <a href=\"/guests/shop\">shop</a>, <a href=\"/hosts/pve1\">pve1</a>", page);
        Assert.Contains("<code>qm shutdown shop &amp;&amp; qm start shop</code>", page, StringComparison.Ordinal);
        Assert.Contains("data-copy=\"Copy\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_changed_tells_it_and_so_does_the_feed()
    {
        Assert.Contains("drift", await PageAsync("/hosts/pve1"), StringComparison.Ordinal);
        string feed = await PageAsync("/drift?kind=drift");
        Assert.Contains("<a href=\"/hosts/pve1\">pve1</a>", feed, StringComparison.Ordinal);
        Assert.Contains("lost: ", feed, StringComparison.Ordinal);
        Assert.DoesNotContain("new host</td>", feed, StringComparison.Ordinal);
    }

    private async Task<string> PageAsync(string address)
    {
        using HttpResponseMessage response = await fleet.Client.GetAsync(address, Cancellation);
        return await response.Content.ReadAsStringAsync(Cancellation);
    }

    [GeneratedRegex("href=\"(?<it>[^\"]*)\"", RegexOptions.None, 10_000)]
    private static partial Regex Links();

    [GeneratedRegex("<tr><td><a href=\"[^\"]*\">(?<it>[^<]*)</a></td>", RegexOptions.None, 10_000)]
    private static partial Regex FirstCells();

    [GeneratedRegex("rel=\"next\" href=\"(?<it>[^\"]*)\"", RegexOptions.None, 10_000)]
    private static partial Regex Next();

    [GeneratedRegex("rel=\"stylesheet\" href=\"(?<it>[^\"]*)\"", RegexOptions.None, 10_000)]
    private static partial Regex Sheet();

    [GeneratedRegex("\"[^\"]*\"", RegexOptions.None, 10_000)]
    private static partial Regex Quoted();

    [GeneratedRegex("<(?:script>|img|b>|i>|u>)|(?:href|action)=\"javascript:", RegexOptions.None, 10_000)]
    private static partial Regex Markup();
}
