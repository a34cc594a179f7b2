using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using NVirt.Fleet.Server.Access;
using NVirt.Fleet.Server.Tests.Support;

namespace NVirt.Fleet.Server.Tests.Api;

/// <summary>The examples for schedulers do what the documentation says.</summary>
public sealed class SchedulerTests
{
    private const string Python = "python3";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_filter_for_Nova_keeps_the_hosts_that_can_take_the_CPU()
    {
        Needs.Program(Python, Python);
        await using RunningService service = await FilledAsync();
        ProcessStartInfo start = await StartAsync(
            service, "-c",
            "import types, nova_filter as n; s = lambda h: types.SimpleNamespace(host=h); "
            + "spec = types.SimpleNamespace(flavor=types.SimpleNamespace(extra_specs={'hw:cpu_model': 'Skylake-Server'})); "
            + "print(*[x.host for x in n.FleetFilter().filter_all([s('pve1'), s('kube2'), s('virt1')], spec)])");
        using Process python = Process.Start(start)!;
        string output = await python.StandardOutput.ReadToEndAsync(Cancellation);
        string errors = await python.StandardError.ReadToEndAsync(Cancellation);
        await python.WaitForExitAsync(Cancellation);
        Assert.Equal((0, string.Empty), (python.ExitCode, errors));
        Assert.Equal(await ExpectedAsync(service), output.Trim());
    }

    [Fact]
    public async Task The_extender_for_Kubernetes_names_what_nodes_lack()
    {
        Needs.Program(Python, Python);
        await using RunningService service = await FilledAsync();
        int port = FreePort.Find();
        using Process python = Process.Start(await StartAsync(
            service, "kube_extender.py", port.ToString(System.Globalization.CultureInfo.InvariantCulture)))!;
        try
        {
            using HttpClient client = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
            await Eventually.IsAsync(() => IsListening(port));
            JsonNode answer = await RunningService.PostAsync(
                client, "/filter",
                """
                {"pod":{"metadata":{"annotations":{"nvirt/cpu-model":"Skylake-Server"}}},"nodenames":["pve1","kube2","virt1"]}
                """);
            Assert.Equal(await ExpectedAsync(service), string.Join(' ', answer["nodenames"]!.AsArray().Select(n => (string)n!)));
            Assert.Contains("avx512f", (string)answer["failedNodes"]!["pve1"]!, StringComparison.Ordinal);
        }
        finally
        {
            python.Kill(entireProcessTree: true);
        }
    }

    private static async Task<string> ExpectedAsync(RunningService service)
    {
        using HttpClient client = await service.ClientAsync(Roles.Read);
        JsonNode answer = await RunningService.PostAsync(
            client, "/api/v1/check",
            """{"cpu":"<cpu match='exact'><model>Skylake-Server</model></cpu>","hosts":["pve1","kube2","virt1"]}""");
        string[] fits =
        [
            .. answer["hosts"]!.AsArray().Where(h => (string)h!["verdict"]! is "identical" or "superset").Select(h => (string)h!["host"]!),
        ];
        Assert.DoesNotContain("pve1", fits);
        return string.Join(' ', fits);
    }

    private static async Task<RunningService> FilledAsync()
    {
        RunningService service = await RunningService.StartAsync();
        foreach (Reports.HostReport report in Samples.Fleet)
        {
            await service.ReportAsync(report);
        }

        await service.RefreshAsync();
        return service;
    }

    private static async Task<ProcessStartInfo> StartAsync(RunningService service, params string[] arguments) => new(Python, arguments)
    {
        WorkingDirectory = Path.Combine(Places.Root, "docs", "examples"),
        UseShellExecute = false,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        Environment =
        {
            ["NVIRT_FLEET"] = service.Address.ToString().TrimEnd('/'),
            ["NVIRT_TOKEN"] = await service.TokenAsync(Roles.Read),
            ["PYTHONDONTWRITEBYTECODE"] = "1",
        },
    };

    private static bool IsListening(int port)
    {
        try
        {
            using TcpClient client = new("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
