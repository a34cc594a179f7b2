using System.Text.Json;
using System.Text.Json.Nodes;
using NVirt.Cpu;
using NVirt.Cpu.Map;
using NVirt.Cpu.X86;
using NVirt.Qemu.Qmp;
using NVirt.Qemu.Replies;
using NVirt.Xml;

namespace NVirt.Qemu.Guests;

/// <summary>Asks a QEMU that has not yet run its guest which CPU it built (hypervisor-rules.md 5.3). For x86.</summary>
/// <remarks>
/// libvirt reads each of about four hundred switches, which takes QEMU a fraction of a millisecond each. The words of <c>feature-words</c>
/// contain the same bits in one answer, so only the rest (MSRs, and what is not a processor feature) is read individually. A test
/// compares the two ways.
/// </remarks>
internal sealed class BuiltCpuReader(GuestMonitor monitor, CpuDriver driver, CancellationToken cancellation)
{
    private const string FirstDevice = "/machine/unattached/device[0]";

    private readonly X86Map _map = driver.Map.X86;
    private string _path = FirstDevice;

    /// <summary>Reads it.</summary>
    /// <param name="monitor">The QEMU.</param>
    /// <param name="driver">The rules of the architecture.</param>
    /// <param name="others">Switches to read in addition to the map's features, for example <c>hv-relaxed</c>.</param>
    /// <param name="cancellation">Cancels waiting.</param>
    public static Task<BuiltCpu> ReadAsync(
        GuestMonitor monitor, CpuDriver driver, IEnumerable<string> others, CancellationToken cancellation) =>
        new BuiltCpuReader(monitor, driver, cancellation).ReadAsync([.. others]);

    private async Task<BuiltCpu> ReadAsync(HashSet<string> others)
    {
        // The first CPU is nearly always at the same place, so all questions are sent at once, and the longest answer is read while QEMU
        // works at the others.
        (Task<JsonElement> words, Task<JsonElement> unavailable) = Ask();
        Task<string> path = FindPathAsync();
        try
        {
            await Task.WhenAny(words);
            HashSet<string>? enabled = words.IsCompletedSuccessfully ? ReadWords(await words) : null;
            if (await path is var found && found != _path)
            {
                await Task.WhenAny(Task.WhenAll(unavailable, words));
                _path = found;
                (words, unavailable) = Ask();
                enabled = null;
            }

            enabled ??= ReadWords(await words);
            string[] asked =
                [.. driver.Map.Features(driver.Arch).Select(f => f.Name).Concat(others).Where(n => IsAskedFor(n, enabled, others))];
            await AddAsync(enabled, asked);
            return new BuiltCpu([.. enabled], [.. JsonText.Strings(await unavailable).Select(QemuNames.ToMap)]);
        }
        catch (QmpException e) when (e.ErrorClass == "DeviceNotFound")
        {
            await Task.WhenAny(Task.WhenAll(unavailable, words));
            return BuiltCpu.None;
        }

        (Task<JsonElement> Words, Task<JsonElement> Unavailable) Ask() => (GetAsync("feature-words"), GetAsync("unavailable-features"));
    }

    // QEMU may not know all of them.
    private async Task AddAsync(HashSet<string> enabled, string[] asked)
    {
        if (asked.Length == 0)
        {
            return;
        }

        JsonElement properties = await monitor.ExecuteAsync("qom-list", new JsonObject { ["path"] = _path }, cancellation);
        HashSet<string> there = [.. JsonText.Items(properties).Select(p => JsonText.StringOf(p, "name")!)];
        string[] known = [.. asked.Where(n => there.Contains(QemuNames.ToQemu(n)))];
        JsonElement[] values = await Task.WhenAll(known.Select(n => GetAsync(QemuNames.ToQemu(n))));
        enabled.UnionWith(known.Where((_, i) => values[i].ValueKind == JsonValueKind.True));
    }

    private bool IsAskedFor(string name, HashSet<string> enabled, HashSet<string> others) =>
        others.Contains(name) || (MsrOf(name) is { } msr && (SwitchOf(msr) is not { } whole || enabled.Contains(whole)));

    // QEMU clears an MSR whose switch is off (its table of dependencies between features, target/i386/cpu.c).
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
        return JsonText.Items(cpus).Select(c => JsonText.StringOf(c, "qom-path")).OfType<string>().FirstOrDefault() ?? FirstDevice;
    }

    private HashSet<string> ReadWords(JsonElement words)
    {
        List<X86Item> items = [];
        foreach (JsonElement word in JsonText.Items(words))
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

        return [.. _map.NamesOf(X86Projection.FeaturesOf(_map, X86CpuData.Create(items)))];
    }

    private Task<JsonElement> GetAsync(string property) =>
        monitor.ExecuteAsync("qom-get", new JsonObject { ["path"] = _path, ["property"] = property }, cancellation);

    // The number of the MSR in which the map has a feature.
    private uint? MsrOf(string feature) =>
        _map.FindFeature(feature) is >= 0 and var place && _map.FeatureBit(place).Register is { IsMsr: true } register ? register.Leaf
            : null;
}
