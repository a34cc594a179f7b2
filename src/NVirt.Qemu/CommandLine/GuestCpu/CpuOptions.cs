using NVirt.Cpu;
using NVirt.Qemu.Replies;

namespace NVirt.Qemu.CommandLine.GuestCpu;

/// <summary>The <c>-cpu</c> options that come from the CPU itself (hypervisor-rules.md 4.4).</summary>
internal static class CpuOptions
{
    /// <summary>What comes before all other options: steps 1 to 4.</summary>
    public static void WriteModel(QemuGuest guest, CpuDefinition cpu, OptionText options)
    {
        bool isWhole = IsWhole(cpu);
        if (isWhole && guest.Arch == CpuArchitecture.Armv7l && guest.Host.Arch == CpuArchitecture.Aarch64)
        {
            options.Add("aarch64", false);
        }

        if (isWhole && guest.Capabilities.HasMigratableProperty)
        {
            options.Add("migratable", cpu.Migratable);
        }

        options.Add("vendor", cpu.VendorId);
        foreach (CpuFeature feature in cpu.Features)
        {
            Write(guest, feature, options);
        }
    }

    /// <summary>What comes after all other options: steps 11 and 12.</summary>
    public static void WriteFrame(CpuDefinition cpu, OptionText options)
    {
        if (cpu.Cache is { } cache)
        {
            Write(cache, IsWhole(cpu), options);
        }

        if (cpu.MaxPhysAddr is { } address)
        {
            Write(address, options);
        }
    }

    private static bool IsWhole(CpuDefinition cpu) => cpu.Mode is CpuMode.HostPassthrough or CpuMode.Maximum;

    private static void Write(QemuGuest guest, CpuFeature feature, OptionText options)
    {
        string name = guest.Arch.IsX86() ? QemuNames.ToQemu(feature.Name) : feature.Name;
        switch (feature.Policy)
        {
            case CpuPolicy.Force or CpuPolicy.Require:
                options.Add(name, true);
                break;

            // The guest does not have what QEMU does not know.
            case CpuPolicy.Disable or CpuPolicy.Forbid when !guest.Arch.IsX86() || guest.Slot.HostCpu?.HasProperty(feature.Name) != false:
                options.Add(name, false);
                break;
        }
    }

    private static void Write(CpuCache cache, bool isWhole, OptionText options)
    {
        switch (cache.Mode)
        {
            case CpuCacheMode.Emulate:
                options.Add("l3-cache", true);
                break;
            case CpuCacheMode.Passthrough:
                options.Add("host-cache-info", true);
                break;
        }

        if (isWhole && cache.Mode != CpuCacheMode.Passthrough)
        {
            options.Add("host-cache-info", false);
        }

        if (cache.Mode != CpuCacheMode.Emulate)
        {
            options.Add("l3-cache", false);
        }
    }

    private static void Write(CpuMaxPhysAddr address, OptionText options)
    {
        if (address.Mode == CpuMaxPhysAddrMode.Passthrough)
        {
            options.Add("host-phys-bits", true);
            if (address.Limit is { } limit)
            {
                options.Add("host-phys-bits-limit", limit);
            }
        }
        else if (address.Bits is { } bits)
        {
            options.Add("phys-bits", bits);
        }
        else
        {
            options.Add("host-phys-bits", false);
        }
    }
}
