using System.Text.Json;
using System.Text.Json.Nodes;
using NVirt.Cpu;
using NVirt.Cpu.Probe;
using NVirt.Cpu.X86;
using NVirt.Qemu.Qmp;

namespace NVirt.Qemu.Guests;

/// <summary>Asks a QEMU that has not run its guest yet what CPU it built (hypervisors.md 5.3). For x86.</summary>
/// <remarks>
/// libvirt reads each of some four hundred switches, and each takes QEMU a fraction of a millisecond. The words of <c>feature-words</c> are the
/// same bits in one answer, so only what has no word (MSRs, and what is no feature of the processor) is asked for by itself. A test holds both
/// ways against each other.
/// </remarks>
internal sealed class BuiltCpuReader(GuestMonitor monitor, X86Driver driver, CancellationToken cancellation)
{
    private const string FirstDevice = "/machine/unattached/device[0]";

    private string _path = FirstDevice;

    /// <summary>Reads it.</summary>
    /// <param name="monitor">The QEMU.</param>
    /// <param name="driver">The rules of the architecture.</param>
    /// <param name="others">Switches that are wanted beside the map's features, for example <c>hv-relaxed</c>.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public static Task<BuiltCpu> ReadAsync(GuestMonitor monitor, CpuDriver driver, IEnumerable<string> others, CancellationToken cancellation) =>
        new BuiltCpuReader(monitor, (X86Driver)driver, cancellation).ReadAsync([.. others]);

    private async Task<BuiltCpu> ReadAsync(HashSet<string> others)
    {
        _path = await FindPathAsync();
        if (await TryListAsync() is not { } switches)
        {
            return BuiltCpu.None;
        }

        HashSet<string> enabled = switches.Contains("feature-words") ? await ReadWordsAsync() : [];
        foreach (string name in switches.Where(n => IsAskedFor(QemuNames.ToMap(n), enabled, others)))
        {
            if ((await GetAsync(name)).ValueKind == JsonValueKind.True)
            {
                enabled.Add(QemuNames.ToMap(name));
            }
        }

        return new BuiltCpu([.. enabled], [.. QemuJson.Strings(await GetAsync("unavailable-features")).Select(QemuNames.ToMap)]);
    }

    private bool IsAskedFor(string name, HashSet<string> enabled, HashSet<string> others) =>
        others.Contains(name) || (driver.MsrOf(name) is { } msr && (SwitchOf(msr) is not { } whole || enabled.Contains(whole)));

    // QEMU empties an MSR whose switch is off (its table of dependencies between features, target/i386/cpu.c).
    private static string? SwitchOf(uint msr) => msr switch
    {
        0xcf => "core-capability",
        0x10a => "arch-capabilities",
        >= 0x480 and <= 0x491 => "vmx",
        _ => null,
    };

    private async Task<string> FindPathAsync()
    {
        JsonElement cpus = await monitor.ExecuteAsync("query-cpus-fast", cancellation: cancellation);
        return QemuJson.Items(cpus).Select(c => QemuJson.StringOf(c, "qom-path")).OfType<string>().FirstOrDefault() ?? FirstDevice;
    }

    private async Task<HashSet<string>?> TryListAsync()
    {
        try
        {
            JsonElement properties = await monitor.ExecuteAsync("qom-list", new JsonObject { ["path"] = _path }, cancellation);
            return [.. QemuJson.Items(properties).Select(p => QemuJson.StringOf(p, "name")!)];
        }
        catch (QmpException e) when (e.ErrorClass == "DeviceNotFound")
        {
            return null;
        }
    }

    private async Task<HashSet<string>> ReadWordsAsync()
    {
        List<X86Item> items = [];
        foreach (JsonElement word in QemuJson.Items(await GetAsync("feature-words")))
        {
            uint leaf = word.GetProperty("cpuid-input-eax").GetUInt32();
            uint subleaf = word.TryGetProperty("cpuid-input-ecx", out JsonElement ecx) ? ecx.GetUInt32() : 0;
            uint bits = word.GetProperty("features").GetUInt32();
            items.Add(word.GetProperty("cpuid-register").GetString() switch
            {
                "EAX" => X86Item.Cpuid(leaf, subleaf, eax: bits),
                "EBX" => X86Item.Cpuid(leaf, subleaf, ebx: bits),
                "ECX" => X86Item.Cpuid(leaf, subleaf, ecx: bits),
                _ => X86Item.Cpuid(leaf, subleaf, edx: bits),
            });
        }

        return driver.NamesOf(X86CpuData.Create(items));
    }

    private Task<JsonElement> GetAsync(string property) =>
        monitor.ExecuteAsync("qom-get", new JsonObject { ["path"] = _path, ["property"] = property }, cancellation);
}
