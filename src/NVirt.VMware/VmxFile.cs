using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Cpu.X86;
using NVirt.Xml;

namespace NVirt.VMware;

/// <summary>Reads the CPU from a <c>.vmx</c> file (hypervisor-rules.md 6.3). Safe for use by several threads.</summary>
public static class VmxFile
{
    /// <summary>
    /// Reads the masks of registers and the features by name; where both concern a feature, the latter counts. The rest of the file
    /// is ignored.
    /// </summary>
    /// <param name="text">The file: at most 4 Mi characters.</param>
    /// <param name="file">Its name for messages, or <see langword="null"/>.</param>
    /// <param name="host">
    /// The host, whose vendor decides whether keys for AMD hosts apply; without one, they apply where there are no others.
    /// </param>
    /// <param name="map">The map; <see langword="null"/> for the built-in one.</param>
    /// <exception cref="CpuException">
    /// The file is malformed, or a value is not one that VMware accepts (xml); the message has file, line and column.
    /// </exception>
    public static VmxSource Read(string text, string? file = null, CpuDefinition? host = null, CpuMap? map = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        map ??= CpuMap.Default;
        VmxCpuLines lines = VmxCpuLines.Read(text, new DocumentErrors(file, CpuException.Of));
        if (lines.IsEmpty)
        {
            return new VmxSource(Cpu: null, []) { Name = lines.Name };
        }

        bool hasPlain = lines.Masks.Keys.Any(k => !k.IsAmd);
        bool isAmd = host is null ? !hasPlain : VmxVendor.IsAmd(VmxVendor.Of(host, map));
        CpuidMasks masks = Effective(lines, isAmd);
        CpuFeatureListBuilder features = new(CpuType.Guest);
        foreach ((string name, char letter) in masks.Features(map.X86))
        {
            features.Update(name, VmxMask.Policy(letter));
        }

        foreach ((string name, CpuPolicy policy) in lines.Features)
        {
            features.Update(name, policy);
        }

        return new VmxSource(
            new CpuDefinition { Mode = CpuMode.HostPassthrough, Features = features.ToList() },
            [
                .. lines.Lost,
                .. LostMasks(lines, isAmd),
                .. masks.Unnamed(map.X86, VmxMask.Harmless).Select(u => Text.Of(Messages.Lost_Bits, u.Coordinate, u.Count)),
            ])
        {
            Name = lines.Name,
        };
    }

    // On an AMD host, a key for AMD overrides the one without a suffix.
    private static CpuidMasks Effective(VmxCpuLines lines, bool isAmd)
    {
        CpuidMasks masks = new(VmxMask.Letters.Unmentioned);
        foreach ((VmxMaskKey key, string letters) in lines.Masks.OrderBy(m => m.Key.IsAmd).Where(m => isAmd || !m.Key.IsAmd))
        {
            masks.Set(key.Register, letters);
        }

        return masks;
    }

    private static IEnumerable<string> LostMasks(VmxCpuLines lines, bool isAmd) =>
        from key in lines.Masks.Keys
        where key.IsAmd != isAmd && (key.IsAmd || lines.Masks.ContainsKey(key with { IsAmd = true }))
        select Text.Of(isAmd ? Messages.Lost_Overridden : Messages.Lost_Amd, key);
}
