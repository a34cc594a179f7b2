using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using NVirt.Cpu;
using NVirt.Domains.Capabilities.Domains;
using NVirt.Domains.Capabilities.Hosts;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.Emulators;
using NVirt.Qemu.HostModels;
using NVirt.Xml;

namespace NVirt.Qemu.Driver;

/// <summary>What this machine is, and what its QEMU can provide.</summary>
public sealed partial class QemuDriver
{
    // Of the answers that are kept, for as long as they are.
    private readonly ConditionalWeakTable<QemuCapabilities, ConcurrentDictionary<QemuAccelerator, QemuHostModels>> _hostModels = [];

    /// <summary>The version of the emulator that is taken unless another one is named.</summary>
    public async Task<Version?> GetVersionAsync(CancellationToken cancellation = default) =>
        (await ChooseAsync(DomainKind.Default, cancellation)).Qemu.Version;

    /// <inheritdoc/>
    public async Task<HostCapabilities> GetCapabilitiesAsync(CancellationToken cancellation = default)
    {
        HostCapabilities host = HostCapabilities.ReadThisMachine(_map);
        QemuGuests guests = await QemuGuests.ReadAsync(QemuEmulator.FindAll(), _cache, cancellation);
        return host with { Guests = guests.Guests };
    }

    /// <inheritdoc/>
    public async Task<DomainCapabilities> GetDomainCapabilitiesAsync(DomainKind kind, CancellationToken cancellation = default)
    {
        (QemuCapabilities qemu, QemuSlot slot) = await ChooseAsync(kind, cancellation);
        return QemuDomainCapabilities.Of(qemu, slot.Accelerator, _host, kind.Arch, kind.Machine, map: _map);
    }

    /// <inheritdoc/>
    public async Task<CpuComparison> CompareCpuAsync(CpuDefinition cpu, DomainKind kind, CancellationToken cancellation = default)
    {
        (QemuCapabilities qemu, QemuSlot slot) = await ChooseAsync(kind, cancellation);
        QemuHostModels models = _hostModels.GetValue(qemu, _ => []).GetOrAdd(
            slot.Accelerator, accelerator => QemuHostModels.Of(qemu, accelerator, _host, _map));
        return QemuCompatibility.Compare(CpuDriver.For(qemu.Arch, _map), slot, models, cpu).Comparison;
    }

    /// <inheritdoc/>
    public async Task<CpuDefinition> GetBaselineCpuAsync(
        IReadOnlyList<CpuDefinition> cpus, DomainKind kind, bool isMigratable = false, CancellationToken cancellation = default)
    {
        (QemuCapabilities qemu, QemuSlot slot) = await ChooseAsync(kind, cancellation);
        return QemuCompatibility.Baseline(CpuDriver.For(qemu.Arch, _map), slot, cpus, isMigratable);
    }

    private async Task<(QemuCapabilities Qemu, QemuSlot Slot)> ChooseAsync(DomainKind kind, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(kind);
        QemuCapabilities qemu = await AskAsync(kind.Emulator ?? UsualEmulator(kind.Arch), cancellation);
        if (!QemuAccelerators.TryParseDomainType(kind.Type, out QemuAccelerator accelerator))
        {
            return kind.Type is null
                ? (qemu, qemu.Slots[0])
                : throw new DomainException(DomainErrorKind.NoSupport,
                Text.Of(Messages.Args_DomainType, kind.Type, string.Join(", ", QemuAccelerators.DomainTypes)));
        }

        return qemu.Slot(accelerator) is { } slot
            ? (qemu, slot)
            : throw new DomainException(DomainErrorKind.NoSupport, Text.Of(Messages.Args_NoAccelerator, kind.Type, accelerator.ToName()));
    }

    private Task<QemuCapabilities> AskAsync(DomainDefinition domain, CancellationToken cancellation) =>
        AskAsync(domain.Devices.Emulator ?? UsualEmulator(domain.Os.Arch), cancellation);

    private async Task<QemuCapabilities> AskAsync(string emulator, CancellationToken cancellation)
    {
        try
        {
            return await _cache.GetAsync(emulator, map: _map, cancellation: cancellation);
        }
        catch (QemuException e)
        {
            throw new DomainException(DomainErrorKind.NoEmulator, e.Message, e);
        }
    }

    private static string UsualEmulator(CpuArchitecture arch) =>
        QemuArchitectures.BinaryName(QemuArchitectures.BinaryFor(arch == CpuArchitecture.None ? CpuArchitectures.Host : arch));
}
