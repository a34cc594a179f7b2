using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NVirt.Testing.Guests;
using NVirt.Testing.Services;

namespace NVirt.Daemon.Tests.Fleet;

/// <summary>nvirtd tells nvirt-fleetd of its guests: two real programs, and a guest that runs.</summary>
public sealed partial class FleetServiceTests : IAsyncLifetime
{
    private const string Host = "h1";
    private const string Cpu = "<cpu mode='custom' match='exact' check='partial'><model fallback='allow'>Nehalem</model></cpu>";

    private readonly TempFolder _folder = new();
    private readonly int _port = FreePort.Find();
    private readonly HttpClient _client = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Db => Path.Combine(_folder.Root, "fleet.db");

    public async ValueTask InitializeAsync()
    {
        Virsh.Require();
        string token = _folder.WriteScript("token", await FleetServiceProcess.TokenAsync(Db, "--role", "host", "--host", Host));
        _folder.Write("nvirtd.json", $$"""
            {"fleet": {"server": "http://127.0.0.1:{{_port}}", "tokenFile": "{{token}}", "name": "{{Host}}", "interval": 10} }
            """);
        _client.BaseAddress = new Uri($"http://127.0.0.1:{_port}");
        _client.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", await FleetServiceProcess.TokenAsync(Db, "--role", "read"));
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_live_cpu_of_a_guest_arrives_and_what_happens_while_the_service_is_away_is_not_lost()
    {
        string port = Path.Combine(_folder.Root, "port");
        string web = _folder.Write("web.xml", LinuxGuest.Domain($"<serial type='file'><source path='{port}'/></serial>", Cpu, name: "web"));
        string late = _folder.Write("late.xml", Small("late"));
        await using DaemonProcess daemon =
            await DaemonProcess.StartAsync(_folder.Root, "--config", Path.Combine(_folder.Root, "nvirtd.json"));
        using (await FleetServiceProcess.StartAsync(Db, _port))
        {
            Virsh.Succeed(daemon.Socket, "define", web);
            Virsh.Succeed(daemon.Socket, "start", "web");
            JsonNode guest = await WaitForAsync("web", "running");
            await Eventually.IsAsync(() => File.Exists(port) && File.ReadLines(port).Any(l => l.Trim() == LinuxGuest.UpWord));

            // What it got is more than it asked for; the page has every word of it.
            string live = Virsh.Succeed(daemon.Socket, "dumpxml", "web");
            string page = await _client.GetStringAsync($"/guests/{guest["id"]}", Cancellation);
            string[] features = [.. Feature().Matches(live).Select(m => m.Groups["name"].Value)];
            Assert.NotEmpty(features);
            Assert.DoesNotContain("<feature policy", File.ReadAllText(web), StringComparison.Ordinal);
            Assert.All(features, f => Assert.Matches($@"\b{Regex.Escape(f)}\b", page));
        }

        // The service is killed; meanwhile one guest ends, and another one starts.
        Virsh.Succeed(daemon.Socket, "destroy", "web");
        Virsh.Succeed(daemon.Socket, "define", late);
        Virsh.Succeed(daemon.Socket, "start", "late");
        using (await FleetServiceProcess.StartAsync(Db, _port))
        {
            await WaitForAsync("late", "running");
            await WaitForAsync("web", "off");
            JsonNode host = JsonNode.Parse(await _client.GetStringAsync($"/api/v1/hosts/{Host}", Cancellation))!;
            Assert.Equal(2, (int)host["host"]!["guests"]!);
        }

        Virsh.Succeed(daemon.Socket, "destroy", "late");
    }

    // The guest as the service has it, once it is in some state there.
    private async Task<JsonNode> WaitForAsync(string name, string state)
    {
        JsonNode? found = null;
        await Eventually.IsAsync(async () =>
        {
            JsonNode list = JsonNode.Parse(await _client.GetStringAsync($"/api/v1/guests?host={Host}", Cancellation))!;
            found = list["guests"]!.AsArray().SingleOrDefault(g => (string?)g!["name"] == name && (string?)g["state"] == state);
            return found is not null;
        });
        return found!;
    }

    private static string Small(string name) => $"""
        <domain type='qemu'><name>{name}</name><memory unit='MiB'>32</memory><vcpu>1</vcpu>
        <os><type arch='x86_64' machine='pc'>hvm</type></os>{Cpu}</domain>
        """;

    [GeneratedRegex("<feature policy='require' name='(?<name>[^']+)'", RegexOptions.None, 10_000)]
    private static partial Regex Feature();
}
