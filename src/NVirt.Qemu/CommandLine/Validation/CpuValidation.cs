using NVirt.Cpu;
using NVirt.Cpu.Axes;
using NVirt.Xml;

namespace NVirt.Qemu.CommandLine.Validation;

/// <summary>What a CPU may request (hypervisor-rules.md 4.2).</summary>
internal static class CpuValidation
{
    private const string Path = "cpu";
    private const string CachePath = "cpu/cache";
    private const string AddressPath = "cpu/maxphysaddr";

    public static void Check(QemuGuest guest)
    {
        if (guest.Domain.Cpu is not { } cpu)
        {
            return;
        }

        if (cpu.MaxPhysAddr is { } address)
        {
            CheckAddress(guest, address);
        }

        if (cpu.Cache is { } cache)
        {
            CheckCache(guest, cpu, cache);
        }

        if (cpu is { Mode: CpuMode.HostPassthrough, Migratable: true } && !guest.Capabilities.HasMigratableProperty)
        {
            guest.Report(guest.Refuse(Path, Text.Of(Messages.Args_Migratable, guest.Emulator)));
        }

        if (cpu.Mode == CpuMode.Maximum && !guest.Capabilities.HasMaximumCpu)
        {
            guest.Report(guest.Refuse(Path, Text.Of(Messages.Args_Maximum, guest.Emulator)));
        }
    }

    private static void CheckAddress(QemuGuest guest, CpuMaxPhysAddr address)
    {
        if (!guest.Arch.IsX86())
        {
            guest.Report(guest.Refuse(AddressPath, Text.Of(Messages.Args_AddressArch, guest.Arch.ToName())));
            return;
        }

        if (address is { Mode: CpuMaxPhysAddrMode.Passthrough, Bits: not null })
        {
            guest.Report(guest.Refuse(AddressPath, Messages.Args_AddressBitsPassthrough));
        }

        if (address.Bits is { } bits && guest.Host.PhysicalBits is > 0 and var most
            && CpuAxes.JudgePhysicalBits(bits, most) is { Grade: CpuAxisGrade.Fatal } finding)
        {
            guest.Report(guest.Refuse(AddressPath, finding.Describe()));
        }
    }

    private static void CheckCache(QemuGuest guest, CpuDefinition cpu, CpuCache cache)
    {
        if (!guest.Arch.IsX86())
        {
            guest.Report(guest.Refuse(CachePath, Text.Of(Messages.Args_CacheArch, guest.Arch.ToName())));
            return;
        }

        string? problem = cache switch
        {
            { Mode: CpuCacheMode.Emulate, Level: not 3 } => Messages.Args_CacheEmulate,
            { Mode: CpuCacheMode.Passthrough } when cpu.Mode is not (CpuMode.HostPassthrough or CpuMode.Maximum) =>
                Messages.Args_CachePassthrough,
            { Mode: not CpuCacheMode.Emulate, Level: not null } =>
                Text.Of(Messages.Args_CacheLevel, cache.Mode == CpuCacheMode.Disable ? "disable" : "passthrough"),
            _ => null,
        };
        if (problem is not null)
        {
            guest.Report(guest.Refuse(CachePath, problem));
        }
    }
}
