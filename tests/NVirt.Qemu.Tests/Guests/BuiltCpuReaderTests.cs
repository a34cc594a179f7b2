using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using NVirt.Cpu;
using NVirt.Qemu.Guests;
using NVirt.Qemu.Replies;
using NVirt.Testing;
using NVirt.Xml;

namespace NVirt.Qemu.Tests.Guests;

/// <summary>What is read about a CPU that QEMU built, compared with the value of each of its switches.</summary>
public sealed class BuiltCpuReaderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("qemu64")]
    [InlineData("Nehalem")]
    [InlineData("Haswell-noTSX,+invtsc,+xsaves")]
    [InlineData("Icelake-Server,-sse4.2")]
    [InlineData("Cascadelake-Server,+arch-capabilities,+rdctl-no,+vmx")]
    [InlineData("EPYC-Milan,+svm")]
    [InlineData("max")]
    [InlineData("max,migratable=off")]
    [InlineData("486")]
    public async Task The_words_say_what_the_switches_say(string cpu)
    {
        RealQemu.Require();
        using TempFolder folder = new();
        string socket = Path.Combine(folder.Root, "m");
        using Process qemu = Process.Start(new ProcessStartInfo(
            RealQemu.Binary,
                ["-S", "-machine", "pc", "-accel", "tcg", "-nodefaults", "-display", "none", "-cpu", cpu, "-qmp",
                    $"unix:{socket},server=on,wait=off"])
        { RedirectStandardError = true, UseShellExecute = false })!;
        try
        {
            NVirt.Qemu.State.ProcessIdentity identity = NVirt.Qemu.State.ProcessIdentity.Of(qemu.Id)!;
            await using GuestMonitor monitor =
                (await GuestMonitor.ConnectAsync(socket, identity, TimeSpan.FromSeconds(30), _ => { }, Cancellation))!;
            NVirt.Qemu.Guests.BuiltCpu built =
                await BuiltCpuReader.ReadAsync(monitor, CpuDriver.For(CpuArchitecture.X86_64), ["kvm_pv_unhalt"], Cancellation);
            string[] slowly = [.. await SwitchesAsync(monitor)];
            Assert.Equal(slowly.Where(IsFeature).Distinct().Order(StringComparer.Ordinal), built.Enabled.Where(IsFeature)
                .Order(StringComparer.Ordinal));
            Assert.NotEmpty(built.Enabled);
        }
        finally
        {
            qemu.Kill();
        }
    }

    private static bool IsFeature(string name) => CpuMap.Default.FindFeature(name) is not null;

    private static async Task<List<string>> SwitchesAsync(GuestMonitor monitor)
    {
        string path = (await monitor.ExecuteAsync("query-cpus-fast", cancellation: Cancellation))[0].GetProperty("qom-path").GetString()!;
        List<string> on = [];
        foreach (JsonElement property in JsonText.Items(
            await monitor.ExecuteAsync("qom-list", new JsonObject { ["path"] = path }, Cancellation)))
        {
            if (JsonText.StringOf(property, "type") == "bool")
            {
                string name = JsonText.StringOf(property, "name")!;
                JsonElement value =
                    await monitor.ExecuteAsync("qom-get", new JsonObject { ["path"] = path, ["property"] = name }, Cancellation);
                on.AddRange(value.ValueKind == JsonValueKind.True ? [QemuNames.ToMap(name)] : []);
            }
        }

        return on;
    }
}
