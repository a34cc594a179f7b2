using System.Collections.Concurrent;
using System.Net.Http.Headers;
using NVirt.Fleet.Reports;

namespace NVirt.Fleet.Server.Tests.Support;

/// <summary>
/// Hosts that report again and again what changed, and remember what was acknowledged: the newest acknowledged, or a later one
/// that was sent, is what the store must have at the end.
/// </summary>
internal sealed class Reporters(IReadOnlyDictionary<string, string> secrets, int seed)
{
    private static readonly string[] Models = ["Haswell-noTSX", "Skylake-Server", "EPYC", "Nehalem", "Westmere"];
    private static readonly string[] Files = ["pve1.xml", "pve2.xml", "kube1.xml", "virt1.xml"];

    private int _count;

    /// <summary>What each host was last acknowledged.</summary>
    public ConcurrentDictionary<string, HostReport> Acknowledged { get; } = new(StringComparer.Ordinal);

    /// <summary>How many reports were acknowledged.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>What each host last sent, acknowledged or not.</summary>
    public ConcurrentDictionary<string, HostReport> Sent { get; } = new(StringComparer.Ordinal);

    /// <summary>Reports until it is told to end; what fails is sent again, some of it twice, some of it late.</summary>
    public Task RunAsync(Func<int> port, CancellationToken end) =>
        Task.WhenAll(secrets.Select((s, i) => ReportAsync(s.Key, s.Value, seed + i, port, end)));

    private async Task ReportAsync(string host, string secret, int own, Func<int> port, CancellationToken end)
    {
        Random random = new(own);
        HostReport? earlier = null;
        for (int seq = 1; !end.IsCancellationRequested; seq++)
        {
            HostReport report = Made(host, seq, random);
            Sent[host] = report;
            for (bool isDone = false; !isDone && !end.IsCancellationRequested;)
            {
                if (earlier is not null && random.Next(4) == 0)
                {
                    await TrySendAsync(earlier, secret, port());
                }

                isDone = await TrySendAsync(report, secret, port()) is ReportResult.Accepted or ReportResult.Duplicate;
                if (isDone)
                {
                    Acknowledged[host] = report;
                    Interlocked.Increment(ref _count);
                }
                else
                {
                    await Task.Delay(20, CancellationToken.None);
                }
            }

            earlier = report;
        }
    }

    private static HostReport Made(string host, int seq, Random random)
    {
        HostReport report = Samples.Of(host, Files[random.Next(Files.Length)], seq);
        for (int i = random.Next(4); i > 0; i--)
        {
            byte[] guest = Samples.Guest(Models[random.Next(Models.Length)]);
            report = Samples.With(report, $"{host}-g{i}", guest, random.Next(2) == 0 ? guest : null);
        }

        return report with { Documents = [.. report.Documents.DistinctBy(d => d.Kind + d.Sha256)] };
    }

    private static async Task<ReportResult?> TrySendAsync(HostReport report, string secret, int port)
    {
        try
        {
            using HttpClient client = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(30) };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
            using HttpResponseMessage response =
                await client.PostAsync("/api/v1/reports", RunningService.Json(report), CancellationToken.None);
            return response.IsSuccessStatusCode ? (await RunningService.AnswerOf(response)).Result : null;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException or System.Text.Json.JsonException)
        {
            return null;
        }
    }
}
