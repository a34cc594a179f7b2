using NVirt.Platforms.Facts;

namespace NVirt.Platforms.Tests.Facts;

/// <summary>The tables of data/platforms name what the map has.</summary>
public sealed class FactTests
{
    [Fact]
    public void Features_of_tables_are_in_the_map() => Report.None(
        "are named in data/platforms, and no feature of the map",
        from name in PlatformFacts.QemuFeatures.Rows.Select(r => r[1]).Where(n => n != "-")
            .Concat(PlatformFacts.Klauspost.Rows.Select(r => r[1]))
            .Concat(PlatformFacts.LibvirtNewer.Rows.Select(r => r[0]))
            .Concat(PlatformFacts.VMwareNames.Rows.Select(r => r[1]))
            .Concat(PlatformFacts.NovaTraits.Rows.Select(r => r[1]).Except(["sse3"]))
            .Concat(PlatformFacts.PsAbiLevels.Rows.SelectMany(r => r.Skip(1)))
        where CpuMap.Default.FindFeature(name) is null
        select name);

    [Fact]
    public void Flags_of_Proxmox_levels_are_features_of_qemu() => Report.None(
        "are flags of a level, and QEMU does not have them",
        from flag in PlatformFacts.ProxmoxLevels.Rows.SelectMany(r => r.Skip(1))
        where PlatformFacts.QemuFeatures.Find(flag) is null
        select flag);

    [Fact]
    public void Aliases_lead_to_features_of_qemu() => Report.None(
        "are aliases of nothing",
        from row in PlatformFacts.QemuAliases.Rows
        where PlatformFacts.QemuFeatures.Find(row[1]) is null || PlatformFacts.QemuFeatures.Has(row[0])
        select row[0]);

    [Fact]
    public void Qemu_has_no_word_that_is_key_and_feature() => Report.None(
        "are keys and features",
        PlatformFacts.QemuKeys.Rows.Select(r => r[0]).Where(PlatformFacts.QemuFeatures.Has));

    [Fact]
    public void Linux_names_are_not_both_features_and_others() => Report.None(
        "are in data/kernel-flags and in linux-others",
        PlatformFacts.LinuxOthers.Rows.Select(r => r[0]).Where(n => Cpu.Map.KernelFlag.All.Any(f => f.Name == n)));
}
