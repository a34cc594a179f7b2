using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NVirt.Daemon.Tests.Telemetry;

/// <summary>What Prometheus and collectors of OpenTelemetry get, from a real daemon over real connections.</summary>
public sealed class TelemetryTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Prometheus_finds_calls_clients_and_guests()
    {
        Virsh.Require();
        int port = FreePort.Find();
        string configuration = _folder.Write("nvirtd.json", $$"""{ "telemetry": { "prometheus": "127.0.0.1:{{port}}" } }""");
        await using DaemonProcess daemon = await DaemonProcess.StartAsync(_folder.Root, "--config", configuration);
        Assert.Equal(0, Virsh.On(daemon.Socket, "define", _folder.Write("d.xml", """
            <domain type='qemu'><name>a</name><memory>65536</memory><os><type arch='x86_64'>hvm</type></os></domain>
            """)).Code);
        Assert.Equal(1, Virsh.On(daemon.Socket, "dominfo", "nobody").Code);
        using HttpClient client = new();
        string text = await client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/metrics"), TestContext.Current.CancellationToken);
        Assert.Equal(1, Value(text, "nvirt_daemon_calls_total", "DomainDefineXML", "ok"));
        Assert.Equal(1, Value(text, "nvirt_daemon_calls_total", "DomainLookupByName", "error"));
        Assert.Equal(1, Value(text, "nvirt_daemon_call_duration_seconds_count", "DomainDefineXML"));
        Assert.Equal(1, Value(text, "nvirt_daemon_guests", "shut-off"));
        Assert.Equal(0, Value(text, "nvirt_daemon_clients", "write"));
        Assert.True(Value(text, "dotnet_process_memory_working_set_bytes") > 1_000_000);
        Assert.DoesNotContain("name=\"a\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_collector_is_sent_measurements_and_a_trace_of_each_call()
    {
        Virsh.Require();
        using HttpListener collector = new();
        int port = FreePort.Find();
        collector.Prefixes.Add($"http://127.0.0.1:{port}/");
        collector.Start();
        ConcurrentDictionary<string, string> received = new();
        Task collecting = CollectAsync(collector, received);
        string configuration = _folder.Write("nvirtd.json", $$"""{ "telemetry": { "otlp": "http://127.0.0.1:{{port}}" } }""");
        await using (DaemonProcess daemon = await DaemonProcess.StartAsync(_folder.Root, "--config", configuration))
        {
            Assert.Equal(1, Virsh.On(daemon.Socket, "dominfo", "nobody").Code);
        }

        // What is left is sent when the daemon ends.
        Assert.Contains("DomainLookupByName", received["/v1/traces"], StringComparison.Ordinal);
        Assert.Contains("nvirt.daemon.calls", received["/v1/metrics"], StringComparison.Ordinal);
        collector.Stop();
        await collecting;
    }

    [Fact]
    public async Task An_address_that_is_taken_ends_the_start_with_its_name()
    {
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        string configuration = _folder.Write("nvirtd.json", $$"""{ "telemetry": { "prometheus": "127.0.0.1:{{port}}" } }""");
        await using DaemonProcess daemon = DaemonProcess.Start(
            _folder.Root, new("dotnet", DaemonProcess.Words(_folder.Root, "--config", configuration)));
        Assert.Contains($"127.0.0.1:{port}", await daemon.WaitForEndAsync(), StringComparison.Ordinal);
    }

    private static async Task CollectAsync(HttpListener collector, ConcurrentDictionary<string, string> received)
    {
        try
        {
            while (true)
            {
                HttpListenerContext context = await collector.GetContextAsync();
                using MemoryStream body = new();
                await context.Request.InputStream.CopyToAsync(body);
                string text = Encoding.Latin1.GetString(body.ToArray());
                received.AddOrUpdate(context.Request.Url!.AbsolutePath, text, (_, before) => before + text);
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The test ends.
        }
    }

    private static double Value(string text, string name, params string[] words) => double.Parse(
        Assert.Single(
            text.Split('\n'),
            l => l.StartsWith(name, StringComparison.Ordinal)
                && words.All(w => l.Contains($"=\"{w}\"", StringComparison.Ordinal))).Split(' ')[1],
        CultureInfo.InvariantCulture);
}
