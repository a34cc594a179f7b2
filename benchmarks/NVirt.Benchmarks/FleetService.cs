using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NVirt.Fleet.Reports;

namespace NVirt.Benchmarks;

/// <summary>
/// Heartbeats, whole reports and a scheduler's questions at fixed rates, sent to services that run already: whether they keep up,
/// and how long questions take meanwhile. Several addresses are replicas, asked in turn.
/// </summary>
internal static class FleetService
{
    private const int Hosts = 2000;
    private const int BeatsASecond = 3300;
    private const int ReportsASecond = 200;
    private const int ChecksASecond = 500;
    private const int Seconds = 20;
    private const int Connections = 64;
    private const int MostTries = 240;

    private static readonly string[] Models = ["Haswell-noTSX", "Skylake-Server", "EPYC", "Nehalem", "Westmere", "Penryn", "Conroe"];

    /// <summary>Measures.</summary>
    /// <param name="arguments">A token for enrolling, one for reading, and the addresses.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        string samples = Path.Combine("samples", "fleet");
        byte[][] documents = [.. Directory.EnumerateFiles(samples, "*1.xml").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
        using HttpClient client = new(new SocketsHttpHandler { MaxConnectionsPerServer = Connections });

        // A scheduler does not wait for the connections of agents.
        using HttpClient scheduler = new(new SocketsHttpHandler { MaxConnectionsPerServer = Connections });
        string[] addresses = arguments[2..];
        Host[] hosts = [.. Enumerable.Range(0, Hosts).Select(i => new Host($"load{i:d5}"))];
        await EnrolAsync(client, addresses[0], arguments[0], hosts);

        long began = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(hosts, new ParallelOptions { MaxDegreeOfParallelism = Connections }, async (host, _) =>
            await ReportAsync(client, AddressOf(addresses, host.Name.Length), host, documents, full: true));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"first reports: {Hosts / Stopwatch.GetElapsedTime(began).TotalSeconds:f0} a second"));

        foreach (string address in addresses)
        {
            await KnowsAllAsync(client, address, arguments[1], hosts);
        }

        ProcessorShares shares = new("nvirt-fleetd", "postgres");
        Rate beats = new("heartbeats", BeatsASecond);
        Rate reports = new("reports", ReportsASecond);
        Rate checks = new("checks", ChecksASecond);
        await Task.WhenAll(
            beats.RunAsync(Seconds, i => BeatAsync(client, AddressOf(addresses, i), hosts[i % Hosts])),
            reports.RunAsync(Seconds, i => ReportAsync(client, AddressOf(addresses, i), hosts[i * 7 % Hosts], documents, full: true)),
            checks.RunAsync(Seconds, i => CheckAsync(scheduler, AddressOf(addresses, i), arguments[1], hosts, i)));
        foreach (Rate rate in (Rate[])[beats, reports, checks])
        {
            Console.WriteLine(rate.ToString());
        }

        Console.WriteLine(shares.ToString());

        return 0;
    }

    private static string AddressOf(string[] addresses, int number) => addresses[number % addresses.Length];

    private static async Task EnrolAsync(HttpClient client, string address, string secret, Host[] hosts) =>
        await Parallel.ForEachAsync(hosts, new ParallelOptions { MaxDegreeOfParallelism = Connections }, async (host, _) =>
        {
            using JsonDocument answer = JsonDocument.Parse(await SendAsync(
                client, address + "/api/v1/enrol", secret, Encoding.UTF8.GetBytes($$"""{"host":"{{host.Name}}"}""")));
            host.Secret = answer.RootElement.GetProperty("token").GetString()!;
        });

    // A snapshot of a replica has all of them.
    private static async Task KnowsAllAsync(HttpClient client, string address, string secret, Host[] hosts)
    {
        byte[] question = Question(Models[0], hosts.Select(h => h.Name));
        for (int tries = 1; ; tries++)
        {
            try
            {
                await SendAsync(client, address + "/api/v1/check", secret, question);
                return;
            }
            catch (HttpRequestException) when (tries < MostTries)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(250));
            }
        }
    }

    private static async Task ReportAsync(HttpClient client, string address, Host host, byte[][] documents, bool full)
    {
        await host.Turn.WaitAsync();
        try
        {
            host.Seq++;
            ReportedDocument about = Document("host", documents[(host.Number + (int)host.Seq) % documents.Length], full);
            ReportedDocument guest = Document("guest", Encoding.UTF8.GetBytes(
                "<domain type='kvm'><name>g</name><os><type arch='x86_64'>hvm</type></os><cpu mode='custom' match='exact'>"
                + $"<model>{Models[(host.Number + (int)host.Seq) % Models.Length]}</model></cpu></domain>"), full);
            HostReport report = new()
            {
                Schema = HostReport.SchemaName,
                Host = host.Name,
                BootId = "boot",
                Seq = host.Seq,
                Time = DateTimeOffset.UtcNow,
                Documents = [about, guest],
                Guests =
                [
                    .. Enumerable.Range(0, 5).Select(i => new ReportedGuest
                    {
                        Id = $"{host.Name}-{i}",
                        Name = $"{host.Name}-{i}",
                        Running = true,
                        Request = guest.Sha256,
                        Live = guest.Sha256,
                    }),
                ],
            };
            await SendAsync(
                client, address + "/api/v1/reports", host.Secret,
                JsonSerializer.SerializeToUtf8Bytes(report, ReportJson.Default.HostReport));
            host.Digest = ReportDigest.Of(report);
        }
        finally
        {
            host.Turn.Release();
        }
    }

    private static async Task BeatAsync(HttpClient client, string address, Host host)
    {
        await host.Turn.WaitAsync();
        try
        {
            await SendAsync(client, address + "/api/v1/heartbeats", host.Secret, JsonSerializer.SerializeToUtf8Bytes(
                new HostHeartbeat { Host = host.Name, BootId = "boot", Seq = host.Seq, Digest = host.Digest },
                ReportJson.Default.HostHeartbeat));
        }
        finally
        {
            host.Turn.Release();
        }
    }

    private static async Task CheckAsync(HttpClient client, string address, string secret, Host[] hosts, int number)
    {
        IEnumerable<string> names = Enumerable.Range(0, 20).Select(i => hosts[((number * 13) + i) % Hosts].Name);
        await SendAsync(client, address + "/api/v1/check", secret, Question(Models[number % Models.Length], names));
    }

    private static byte[] Question(string model, IEnumerable<string> hosts) => Encoding.UTF8.GetBytes(
        $$"""{"cpu":"<cpu match='exact'><model>{{model}}</model></cpu>","hosts":["{{string.Join("\",\"", hosts)}}"]}""");

    private static ReportedDocument Document(string kind, byte[] content, bool full)
    {
        return new ReportedDocument
        {
            Kind = kind,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)),
            Gzip = full ? NVirt.Fleet.Reports.Gzip.Pack(content) : null,
        };
    }

    private static async Task<byte[]> SendAsync(HttpClient client, string address, string secret, byte[] body)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        using HttpResponseMessage response = await client.SendAsync(request);
        byte[] answer = await response.Content.ReadAsByteArrayAsync();
        return response.IsSuccessStatusCode ? answer : throw new HttpRequestException(Encoding.UTF8.GetString(answer));
    }

    private sealed class Host(string name)
    {
        public string Name { get; } = name;

        public int Number { get; } = int.Parse(name.AsSpan("load".Length), CultureInfo.InvariantCulture);

        public string Secret { get; set; } = string.Empty;

        public string Digest { get; set; } = string.Empty;

        public long Seq { get; set; }

        // An agent sends one thing after the other.
        public SemaphoreSlim Turn { get; } = new(1);
    }

    /// <summary>Requests at a fixed rate, whatever becomes of them; a time counts from when the request was due.</summary>
    private sealed class Rate(string name, int perSecond)
    {
        private readonly Lock _lock = new();
        private readonly List<double> _times = [];
        private int _failed;
        private string _why = string.Empty;

        public async Task RunAsync(int seconds, Func<int, Task> send)
        {
            List<Task> all = [];
            long began = Stopwatch.GetTimestamp();
            for (int i = 0; i < perSecond * seconds;)
            {
                double due = Stopwatch.GetElapsedTime(began).TotalSeconds;
                for (; i < due * perSecond && i < perSecond * seconds; i++)
                {
                    all.Add(OneAsync(i, began + (long)(i / (double)perSecond * Stopwatch.Frequency), send));
                }

                await Task.Delay(2);
            }

            await Task.WhenAll(all);
            Elapsed = Stopwatch.GetElapsedTime(began).TotalSeconds;
        }

        private double Elapsed { get; set; }

        public override string ToString()
        {
            double[] sorted = [.. _times.Order()];
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{name}: {sorted.Length / Elapsed:f0} a second of {perSecond}, {_failed} failed{_why}; "
                + $"median {At(0.5):f1} ms, 99% {At(0.99):f1} ms");

            double At(double share) => sorted.Length == 0 ? double.NaN : sorted[(int)(share * (sorted.Length - 1))] * 1000;
        }

        private async Task OneAsync(int number, long due, Func<int, Task> send)
        {
            try
            {
                await Task.Yield();
                await send(number);
                lock (_lock)
                {
                    _times.Add(Stopwatch.GetElapsedTime(due).TotalSeconds);
                }
            }
            catch (HttpRequestException e)
            {
                _why = $" ({e.Message})";
                Interlocked.Increment(ref _failed);
            }
        }
    }
}
