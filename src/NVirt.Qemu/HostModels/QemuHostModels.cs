using NVirt.Cpu;
using NVirt.Qemu.Capabilities;

namespace NVirt.Qemu.HostModels;

/// <summary>
/// What mode host-model means with one accelerator (hypervisor-rules.md 2): guest definitions, mode custom, match exact. All are missing
/// if there is no host model.
/// </summary>
public sealed record QemuHostModels
{
    /// <summary>No host model.</summary>
    public static QemuHostModels None { get; } = new();

    /// <summary>The one that is reported, and that checks use; it includes features that do not migrate.</summary>
    public CpuDefinition? Reported { get; init; }

    /// <summary>The one that guests are built from: without features that do not migrate.</summary>
    public CpuDefinition? Migratable { get; init; }

    /// <summary>The host's own CPU with what QEMU adds, for checks in the old style; otherwise <see cref="Reported"/>.</summary>
    public CpuDefinition? Full
    {
        get => field ?? Reported;
        init;
    }

    /// <summary>Why there are none, if a step of building them was refused; otherwise <see langword="null"/>.</summary>
    public CpuRefusal? Refusal { get; init; }

    /// <summary>Computes the models of an accelerator.</summary>
    /// <param name="capabilities">The binary.</param>
    /// <param name="accelerator">The accelerator. TCG has a host model even where the binary lacks it.</param>
    /// <param name="host">The host.</param>
    /// <param name="map">The map; <see langword="null"/> for the built-in one.</param>
    /// <returns>The models, or none with the reason; problems in QEMU's answers or the host do not throw.</returns>
    public static QemuHostModels Of(QemuCapabilities capabilities, QemuAccelerator accelerator, QemuHost host, CpuMap? map = null)
    {
        ArgumentNullException.ThrowIfNull(capabilities);
        ArgumentNullException.ThrowIfNull(host);
        QemuSlot? slot = capabilities.Slot(accelerator) ?? (accelerator == QemuAccelerator.Tcg ? new QemuSlot(accelerator) : null);
        if (slot is null || !QemuArchitectures.IsNative(host.Arch, capabilities.Arch))
        {
            return None;
        }

        try
        {
            return new HostModelBuilder(capabilities, slot, host, CpuDriver.For(capabilities.Arch, map)).Make();
        }
        catch (CpuException e)
        {
            return new QemuHostModels { Refusal = e.Refusal };
        }
    }
}
