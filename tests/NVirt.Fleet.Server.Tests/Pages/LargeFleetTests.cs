using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using NVirt.Fleet.Reports;
using NVirt.Fleet.Server.Access;
using NVirt.Fleet.Server.Ingestion;
using NVirt.Fleet.Server.Store;
using NVirt.Fleet.Server.Tests.Support;

namespace NVirt.Fleet.Server.Tests.Pages;

/// <summary>
/// Pages of a fleet with more classes and hosts than a page shows: each is bounded, and says what it leaves out. With NVIRT_MEASURE, which
/// says how many hosts there are, the times are told too.
/// </summary>
public sealed partial class LargeFleetTests : IAsyncLifetime
{
    private const int Usual = 1100;
    private const int LargestPage = 8 << 20;
    private const int MostPlanned = 2000;
    private const int HostsOfClass = 5;
    private const int GuestKinds = 210;

    // Bits of CPUID that are set in the sample, leaf 1, ECX: each subset that is cleared is another class.
    private const uint Sample = 0x57fa3223;
    private static readonly int[] Bits = [0, 1, 9, 13, 17, 19, 20, 21, 22, 23, 25];

    private readonly int? _measured =
        int.TryParse(Environment.GetEnvironmentVariable("NVIRT_MEASURE"), CultureInfo.InvariantCulture, out int hosts) ? hosts : null;

    private RunningService _service = null!;
    private HttpClient _client = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private int Hosts => _measured ?? Usual;

    public async ValueTask InitializeAsync()
    {
        _service = await RunningService.StartAsync();
        _client = await _service.ClientAsync(Roles.Read);
        _client.Timeout = Timeout.InfiniteTimeSpan;
        ReportReceiver receiver = _service.Services.GetRequiredService<ReportReceiver>();
        await Parallel.ForEachAsync(Enumerable.Range(0, Hosts), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, _) =>
        {
            ReportAnswer answer = await receiver.TakeAsync(ReportOf(i), Cancellation);
            Assert.Equal(ReportResult.Accepted, answer.Result);
        });
        NewAudit audit = new(DateTimeOffset.UtcNow, "test", "pool", "all", string.Empty);
        await _service.Store.WritePoolAsync(
            new StoredPool("all", 0, [.. Enumerable.Range(0, Hosts).Select(Name)]), audit, Cancellation);
        await _service.RefreshAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task Every_page_of_a_large_fleet_is_bounded_and_says_what_it_leaves_out()
    {
        string[] addresses =
        [
            "/", "/matrix", "/pools", "/pools?max=4", "/pools/all", "/hosts", "/hosts/h00000", "/guests", "/guests?stuck=true",
            "/guests/g00000", "/plan?drain=h00000", "/plan?all=true", "/drift", "/audit",
        ];
        foreach (string address in addresses)
        {
            await PageAsync(address);
        }

        Assert.Contains("200", Note().Match(await PageAsync("/matrix")).Value, StringComparison.Ordinal);

        if (Hosts > MostPlanned)
        {
            Assert.Contains("not divided here", await PageAsync("/pools"), StringComparison.Ordinal);
        }

        string plan = await PageAsync("/plan?all=true");
        if (Hosts > MostPlanned)
        {
            Assert.Contains($"at most {4_000_000 / Hosts} hosts", plan, StringComparison.Ordinal);
            return;
        }

        Match part = Part().Match(plan);
        Assert.True(part.Success);
        Assert.Equal(1000, StepsOf(plan));
        int steps = int.Parse(part.Groups["all"].Value, CultureInfo.InvariantCulture);
        int shown = 1000;
        while (Next().Match(plan) is { Success: true } next)
        {
            plan = await PageAsync(System.Net.WebUtility.HtmlDecode(next.Groups["it"].Value));
            shown += StepsOf(plan);
        }

        Assert.Equal(steps, shown);
    }

    private async Task<string> PageAsync(string address)
    {
        Stopwatch watch = Stopwatch.StartNew();
        using HttpResponseMessage response = await _client.GetAsync(address, Cancellation);
        string page = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(response.IsSuccessStatusCode, address);
        Assert.InRange(Encoding.UTF8.GetByteCount(page), 1, LargestPage);
        if (_measured is not null)
        {
            TestContext.Current.SendDiagnosticMessage(
                $"{Hosts} hosts, {address}: {watch.Elapsed.TotalMilliseconds:F0} ms, {page.Length >> 10} KiB");
        }

        return page;
    }

    private static int StepsOf(string page)
    {
        int begin = page.IndexOf("<ol class=\"steps\"", StringComparison.Ordinal);
        return page[begin..page.IndexOf("</ol>", begin, StringComparison.Ordinal)].Split("<li>").Length - 1;
    }

    private static string Name(int host) => $"h{host:00000}";

    private static HostReport ReportOf(int i)
    {
        uint cleared = 0;
        for (int bit = 0; bit < Bits.Length; bit++)
        {
            cleared |= (uint)((i / HostsOfClass >> bit) & 1) << Bits[bit];
        }

        byte[] host = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Samples.Sample("pve1.xml")).Replace(
            $"0x{Sample:x8}", $"0x{Sample & ~cleared:x8}", StringComparison.Ordinal));
        string[] features = [.. FeatureNames.Where((_, f) => ((i % GuestKinds >> f) & 1) == 1)];
        return Samples.With(
            Samples.Of(Name(i), "pve1.xml") with { Documents = [Samples.Document("host", host)] }, $"g{i:00000}",
            Samples.Guest("Penryn", features));
    }

    private static readonly string[] FeatureNames = ["aes", "pcid", "movbe", "popcnt", "x2apic", "erms", "smep", "fsgsbase"];

    [GeneratedRegex("<p>[^<]*200[^<]*</p>", RegexOptions.None, 10_000)]
    private static partial Regex Note();

    [GeneratedRegex("<p>Steps 1 to 1000 of (?<all>[0-9]+)", RegexOptions.None, 10_000)]
    private static partial Regex Part();

    [GeneratedRegex("rel=\"next\" href=\"(?<it>[^\"]*)\"", RegexOptions.None, 10_000)]
    private static partial Regex Next();
}
