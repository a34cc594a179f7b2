using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Cpu.Probe;

namespace NVirt.Qemu.Capabilities;

/// <summary>What a QEMU binary can do, as it says itself (hypervisors.md 1). Immutable and safe for use by several threads.</summary>
public sealed record QemuCapabilities
{
    /// <summary>The oldest version that is supported.</summary>
    public static Version OldestVersion { get; } = new(6, 2, 0);

    /// <summary>The binary's path, or <see langword="null"/> if a recording does not tell.</summary>
    public string? Binary { get; init; }

    /// <summary>QEMU's version, with three numbers.</summary>
    public required Version Version { get; init; }

    /// <summary>The distribution's version of it; empty if QEMU was not packaged.</summary>
    public string Package { get; init; } = string.Empty;

    /// <summary>The architecture it emulates; <see cref="QemuArchitectures.Runs"/> says which others too.</summary>
    public required CpuArchitecture Arch { get; init; }

    /// <summary>One slot an accelerator that it can use here, the best first; at least one.</summary>
    public required ImmutableArray<QemuSlot> Slots { get; init; }

    /// <summary>Whether there is a model <c>max</c>.</summary>
    public bool HasMaximumCpu => Slots.Any(s => s.FindModel("max") is not null);

    /// <summary>Whether CPUs have a property <c>migratable</c>.</summary>
    public bool HasMigratableProperty { get; init; }

    /// <summary>Whether a running guest's CPU tells what it lacks (<c>unavailable-features</c>).</summary>
    public bool HasUnavailableFeatures { get; init; }

    /// <summary>Whether CPUs have a property <c>kvm-no-adjvtime</c>.</summary>
    public bool HasKvmNoAdjvtime { get; init; }

    /// <summary>Whether expansions tell what is deprecated.</summary>
    public bool HasDeprecatedProperties { get; init; }

    /// <summary>Whether <c>-smp</c> takes <c>dies</c>.</summary>
    public bool HasDies { get; init; }

    /// <summary>Whether <c>-smp</c> takes <c>clusters</c>.</summary>
    public bool HasClusters { get; init; }

    /// <summary>Reads a recording of a binary's answers.</summary>
    /// <param name="json">The text, as <see cref="Probing.QemuRecorder"/> makes it.</param>
    /// <param name="file">Its name for messages.</param>
    /// <param name="map">The map with the names of models; <see langword="null"/> for the one that is compiled in.</param>
    /// <exception cref="CpuException">
    /// It is no recording (xml), QEMU is too old (unsupported), or what it says makes no sense (internal). The message has file, line and
    /// column.
    /// </exception>
    public static QemuCapabilities Parse(string json, string? file = null, CpuMap? map = null) =>
        QemuJson.Read(json, file, source => new CapabilitiesReader(source, map ?? CpuMap.Default).Read());

    /// <summary>The slot of an accelerator, or <see langword="null"/> if it can not be used.</summary>
    public QemuSlot? Slot(QemuAccelerator accelerator) => Slots.FirstOrDefault(s => s.Accelerator == accelerator);
}
