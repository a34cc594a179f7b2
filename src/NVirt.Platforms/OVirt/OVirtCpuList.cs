using System.Globalization;
using NVirt.Cpu;
using NVirt.Platforms.Facts;
using NVirt.Platforms.Linux;
using NVirt.Platforms.Qemu;

namespace NVirt.Platforms.OVirt;

/// <summary>
/// ServerCPUList of the engine: types with five parts each, separated by semicolons; others are left out, as the engine does.
/// </summary>
internal static class OVirtCpuList
{
    private static readonly string[] Vendors = ["vmx", "svm", "powernv", "sie"];

    /// <summary>The types in their order, and how many entries were left out.</summary>
    public static (List<OVirtCpuType> Types, int Dropped) Read(string text)
    {
        List<OVirtCpuType> types = [];
        int dropped = 0;
        foreach (string entry in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] parts = entry.Split(':');
            int level = 0;
            if (parts.Length != 5 || (parts[0].Trim() is { Length: > 0 } number
                && !int.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out level)))
            {
                dropped++;
                continue;
            }

            types.Add(new OVirtCpuType(
                level, parts[1], [.. parts[2].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
                parts[3].Trim(), parts[4].Trim()));
        }

        return (types, dropped);
    }

    /// <summary>The type that a host gets: of its vendor, the highest whose flags it has; <see langword="null"/> if none fits.</summary>
    public static OVirtCpuType? Best(IEnumerable<OVirtCpuType> types, IReadOnlySet<string> hostFlags) =>
        types.Where(t => t.Flags.All(hostFlags.Contains) && t.Flags.Any(f => Vendors.Contains(f))).MaxBy(t => t.Level);

    /// <summary>
    /// Spellings of a type that no host reports, and features of its verb that QEMU does not have, by name; empty if there are none. Only
    /// for x86: of others, nothing is known.
    /// </summary>
    public static IReadOnlyList<string> UnknownNames(OVirtCpuType type, CpuMap map)
    {
        if (type.Arch != "x86_64")
        {
            return [];
        }

        FeatureSpace space = FeatureSpace.Of(map, CpuArchitecture.X86_64);
        SortedSet<string> unknown = new(StringComparer.Ordinal);
        unknown.UnionWith(type.Flags.Where(f => !IsReported(space, f)));
        foreach (string item in type.Verb.Split(',').Skip(1))
        {
            string name = item.TrimStart('+', '-');
            if (name.Length > 0 && !QemuWords.TryFind(space, name, out _, out _))
            {
                unknown.Add(name);
            }
        }

        return [.. unknown];
    }

    // What vdsm puts into cpuFlags: Linux's names, libvirt's names, models, and one word of its own.
    private static bool IsReported(FeatureSpace space, string flag) =>
        Vendors.Contains(flag) || flag == "spec_ctrl" || LinuxNames.Of(space).Find(flag) >= 0 || PlatformFacts.LinuxOthers.Has(flag)
        || space.Find(flag) >= 0 || (flag.StartsWith("model_", StringComparison.Ordinal) && space.Map.FindModel(flag[6..]) is not null);
}
