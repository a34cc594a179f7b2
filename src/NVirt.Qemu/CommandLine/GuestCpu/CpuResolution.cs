using NVirt.Cpu;
using NVirt.Qemu.CommandLine.Validation;
using NVirt.Qemu.HostModels;
using NVirt.Xml;

namespace NVirt.Qemu.CommandLine.GuestCpu;

/// <summary>
/// Decides at start which CPU a guest gets: a model and features that QEMU knows, instead of modes, matches and optional features
/// (hypervisor-rules.md 4.3).
/// </summary>
internal static class CpuResolution
{
    public static CpuDefinition? Resolve(QemuGuest guest)
    {
        if (guest.Domain.Cpu is { } asked)
        {
            guest.Driver.ValidateFeatures(asked);
        }

        TimerValidation.CheckFrequencies(guest);
        return guest.Domain.Cpu is not { } cpu || cpu is { Mode: CpuMode.Custom, Model: null } ? guest.Domain.Cpu : Resolve(guest, cpu);
    }

    private static CpuDefinition Resolve(QemuGuest guest, CpuDefinition cpu)
    {
        // A guest that is already running keeps the CPU that host-model meant when it started.
        if (!guest.Options.IsFresh && guest.Arch.IsX86() && cpu is { Mode: CpuMode.HostModel, Model: not null })
        {
            cpu = cpu with { Mode = CpuMode.Custom };
        }

        if (!guest.IsSupported(cpu.Mode!.Value))
        {
            throw guest.Refuse(
                "cpu", Text.Of(
                    Messages.Args_CpuMode, CpuWords.Of(cpu.Mode.Value), guest.Domain.Type, guest.Arch.ToName(), guest.Host.Arch.ToName()));
        }

        cpu = guest.Driver.ConvertLegacy(cpu);
        if (cpu.Check != CpuCheck.None && guest.HostModels.Full is { } full)
        {
            guest.Driver.Advanced.CheckForbidden(cpu, full);
        }

        if (cpu.Mode is not (CpuMode.HostPassthrough or CpuMode.Maximum))
        {
            cpu = Fix(guest, cpu);
        }

        return WithoutDeprecated(guest, guest.Driver.Advanced.DropNeverPassed(cpu));
    }

    private static CpuDefinition Fix(QemuGuest guest, CpuDefinition cpu)
    {
        if (cpu.Check == CpuCheck.Partial
            && QemuCompatibility.CheckPartial(guest.Driver, guest.Slot, guest.HostModels, cpu).Comparison.Refusal is { } refusal)
        {
            throw new CpuException(new FeatureLack(guest.Driver, guest.Domain.Type, guest.Host).Tell(refusal));
        }

        CpuRemovalPolicy removed = guest.Options.IsFresh ? CpuRemovalPolicy.Disable : CpuRemovalPolicy.Require;

        // Reading the host takes longer than everything else, and most CPUs do not need it.
        cpu = guest.Driver.Update(cpu, CpuDriverAdvanced.IsRelative(cpu) ? guest.HostModels.Migratable : null, removed);
        return guest.Driver.Translate(cpu, guest.Slot.ModelList) with { Fallback = CpuFallback.Forbid };
    }

    private static CpuDefinition WithoutDeprecated(QemuGuest guest, CpuDefinition cpu)
    {
        if (cpu.DeprecatedFeatures is not { } keep)
        {
            return cpu;
        }

        if (!guest.Capabilities.HasDeprecatedProperties)
        {
            throw guest.Refuse("cpu", Text.Of(Messages.Args_Deprecated, guest.Emulator));
        }

        CpuFeatureListBuilder features = new(cpu.Type, cpu.Features);
        foreach (string name in keep ? [] : guest.Slot.HostCpu?.Deprecated ?? [])
        {
            features.Update(name, CpuPolicy.Disable);
        }

        return cpu with { Features = features.ToList() };
    }
}
