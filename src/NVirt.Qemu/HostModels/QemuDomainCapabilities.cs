using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Domains.Capabilities.Domains;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.Replies;
using NVirt.Xml;

namespace NVirt.Qemu.HostModels;

/// <summary>Builds domain capabilities from those of a binary (hypervisor-rules.md 3).</summary>
public static class QemuDomainCapabilities
{
    private const string HostModelName = "host";
    private const string NoVendor = "unknown";

    /// <summary>What domains can have.</summary>
    /// <param name="capabilities">The binary.</param>
    /// <param name="accelerator">
    /// The accelerator, from the type of the domain. Asking for one that the binary cannot use here is allowed.
    /// </param>
    /// <param name="host">The host.</param>
    /// <param name="arch">The domain's architecture; <see cref="CpuArchitecture.None"/> for the binary's.</param>
    /// <param name="machine">The machine's name or alias; <see langword="null"/> for the preferred one.</param>
    /// <param name="disableDeprecated">Whether features that QEMU calls deprecated are disabled in the host model.</param>
    /// <param name="map">The map; <see langword="null"/> for the built-in one.</param>
    /// <exception cref="CpuException">The binary does not run the architecture, or has no such machine (invalid argument).</exception>
    public static DomainCapabilities Of(
        QemuCapabilities capabilities,
        QemuAccelerator accelerator,
        QemuHost host,
        CpuArchitecture arch = CpuArchitecture.None,
        string? machine = null,
        bool disableDeprecated = false,
        CpuMap? map = null)
    {
        ArgumentNullException.ThrowIfNull(capabilities);
        ArgumentNullException.ThrowIfNull(host);
        arch = arch == CpuArchitecture.None ? capabilities.Arch : arch;
        if (!QemuArchitectures.Runs(capabilities.Arch, arch))
        {
            throw Invalid(Text.Of(Messages.DomainCapabilities_Arch, capabilities.Arch.ToName(), arch.ToName()));
        }

        QemuSlot? slot = capabilities.Slot(accelerator);
        QemuMachine? found = FindMachine(slot, arch, machine);
        return new DomainCapabilities
        {
            Path = capabilities.Binary,
            DomainType = accelerator.ToDomainType(),
            Machine = found?.Name ?? machine,
            Arch = arch,
            MaxVcpus = found is { MaxCpus: > 0 } ? found.MaxCpus : null,
            LoaderTypes = arch.IsX86() ? ["rom", "pflash"] : [],
            Devices = DevicesOf(arch, found?.Name),
            Cpu = CpuOf(new Question(capabilities, accelerator, slot, host, arch, map), found?.Name ?? machine, disableDeprecated),
        };
    }

    // The command line knows the devices of these machines.
    private static ImmutableArray<DeviceSupport> DevicesOf(CpuArchitecture arch, string? machine) =>
        !arch.IsX86() || machine is null ? []
        : machine.StartsWith("pc-i440fx", StringComparison.Ordinal) ? SupportedDevices.Of(hasIde: true)
        : machine.StartsWith("pc-q35", StringComparison.Ordinal) ? SupportedDevices.Of(hasIde: false)
        : [];

    /// <summary>Whether a domain's CPU may have a mode: what the whole document would say, without building the rest.</summary>
    internal static bool Supports(
        CpuMode mode, QemuCapabilities capabilities, QemuAccelerator accelerator, QemuHost host, CpuArchitecture arch, string? machine,
            CpuMap? map)
    {
        Question question = new(capabilities, accelerator, capabilities.Slot(accelerator), host, arch, map);
        return mode == CpuMode.HostPassthrough ? IsAccelerated(question)
            : !LacksCpuModels(question, FindMachine(question.Slot, arch, machine)?.Name ?? machine) && mode switch
            {
                CpuMode.Maximum => capabilities.HasMaximumCpu,
                CpuMode.HostModel => HostModelOf(question, disableDeprecated: false) is not null,
                _ => question.Slot is { Models: { } models } && KnownOf(models, question).Any(),
            };
    }

    private static QemuMachine? FindMachine(QemuSlot? slot, CpuArchitecture arch, string? name) => (slot, name) switch
    {
        (null, _) => null,
        (_, null) => slot.PreferredMachine(arch),
        _ => slot.FindMachine(name) ?? throw Invalid(Text.Of(Messages.DomainCapabilities_Machine, Text.OnOneLine(name, 64))),
    };

    private static DomainCpuCapabilities CpuOf(Question question, string? machine, bool disableDeprecated)
    {
        DomainCpuCapabilities passthrough = new()
        {
            HostPassthrough = IsAccelerated(question) ? question.Capabilities.HasMigratableProperty ? [true, false] : [false] : null,
        };
        return LacksCpuModels(question, machine) ? passthrough : passthrough with
        {
            Maximum = question.Capabilities.HasMaximumCpu ? [true, false] : null,
            HostModel = HostModelOf(question, disableDeprecated),
            Custom = question.Slot is { Models: { } models } ? [.. CustomOf(models, question)] : [],
        };
    }

    private static bool IsAccelerated(Question question) =>
        question.Accelerator != QemuAccelerator.Tcg && QemuArchitectures.IsNative(question.Host.Arch, question.Arch);

    // The oldest machines of s390x do not know CPU models.
    private static bool LacksCpuModels(Question question, string? machine) => question.Accelerator == QemuAccelerator.Kvm
        && question.Arch == CpuArchitecture.S390x
        && machine is "s390-ccw-virtio-2.4" or "s390-ccw-virtio-2.5" or "s390-ccw-virtio-2.6" or "s390-ccw-virtio-2.7";

    private static CpuDefinition? HostModelOf(Question question, bool disableDeprecated)
    {
        if (QemuHostModels.Of(question.Capabilities, question.Accelerator, question.Host, question.Map).Reported is not { } reported)
        {
            return null;
        }

        if (disableDeprecated && question.Slot?.HostCpu is { } cpu)
        {
            CpuFeatureListBuilder features = new(CpuType.Guest, reported.Features);
            foreach (string name in cpu.Deprecated)
            {
                features.Update(name, CpuPolicy.Disable);
            }

            reported = reported with { Features = features.ToList() };
        }

        bool isPassedThrough = question.Accelerator != QemuAccelerator.Tcg && question.Host.PhysicalBits > 0;
        return reported with
        {
            MaxPhysAddr = isPassedThrough
            ? new CpuMaxPhysAddr(CpuMaxPhysAddrMode.Passthrough, Bits: null, question.Host.PhysicalBits) : null
        };
    }

    // Where libvirt has no driver, there are no models either.
    private static IEnumerable<QemuCpuModel> KnownOf(ImmutableArray<QemuCpuModel> models, Question question)
    {
        CpuDriver driver = CpuDriver.For(question.Capabilities.Arch, question.Map);
        IReadOnlyList<string>? known = driver.Models;
        return !driver.Advanced.HasRules ? []
            : models.Where(m => m.Name != HostModelName && (known is null || known.Contains(m.Name, StringComparer.Ordinal)));
    }

    private static IEnumerable<DomainCpuModel> CustomOf(ImmutableArray<QemuCpuModel> models, Question question)
    {
        CpuDriver driver = CpuDriver.For(question.Capabilities.Arch, question.Map);
        return KnownOf(models, question)
            .OrderBy(m => m.Name, StringComparer.Ordinal)
            .Select(m => new DomainCpuModel(m.Name)
            {
                IsUsable = m.IsUsable,
                IsDeprecated = m.IsDeprecated,
                Vendor = driver.VendorForModel(m.Name) ?? NoVendor,
                Canonical = driver.CanonicalModel(m.Name),
                Blockers = [.. (m.Blockers ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            });
    }

    private static CpuException Invalid(string text) => new(CpuErrorKind.InvalidArgument, CpuRule.InvalidArgument, text);

    private sealed record Question(
        QemuCapabilities Capabilities, QemuAccelerator Accelerator, QemuSlot? Slot, QemuHost Host, CpuArchitecture Arch, CpuMap? Map);
}
