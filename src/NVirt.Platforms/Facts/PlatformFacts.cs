namespace NVirt.Platforms.Facts;

/// <summary>The tables of data/platforms.</summary>
internal static class PlatformFacts
{
    public static FactTable QemuFeatures { get; } = new(CompiledFacts.QemuFeatures);

    public static FactTable QemuAliases { get; } = new(CompiledFacts.QemuAliases);

    public static FactTable QemuKeys { get; } = new(CompiledFacts.QemuKeys);

    public static FactTable QemuKvmDefaults { get; } = new(CompiledFacts.QemuKvmDefaults);

    public static FactTable ProxmoxModels { get; } = new(CompiledFacts.ProxmoxModels);

    public static FactTable ProxmoxLevels { get; } = new(CompiledFacts.ProxmoxLevels);

    public static FactTable ProxmoxVmFlags { get; } = new(CompiledFacts.ProxmoxVmFlags);

    public static FactTable XenWords { get; } = new(CompiledFacts.XenWords);

    public static FactTable Klauspost { get; } = new(CompiledFacts.Klauspost);

    public static FactTable VMwareNames { get; } = new(CompiledFacts.VmwareNames);

    public static FactTable KubeVirtObsolete { get; } = new(CompiledFacts.KubevirtObsolete);

    public static FactTable LibvirtNewer { get; } = new(CompiledFacts.LibvirtNewer);

    public static FactTable LinuxOthers { get; } = new(CompiledFacts.LinuxOthers);

    public static FactTable NovaTraits { get; } = new(CompiledFacts.NovaTraits);

    public static FactTable PsAbiLevels { get; } = new(CompiledFacts.PsabiLevels);
}
