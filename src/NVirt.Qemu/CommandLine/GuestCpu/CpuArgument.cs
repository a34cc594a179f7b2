using NVirt.Cpu;
using NVirt.Qemu.Replies;
using NVirt.Xml;

namespace NVirt.Qemu.CommandLine.GuestCpu;

/// <summary>
/// <c>-cpu</c>: its first word, the options that come from the CPU itself, and the order of all of them (hypervisor-rules.md 4.4).
/// </summary>
internal static class CpuArgument
{
    public static void Write(QemuGuest guest, ArgumentList arguments)
    {
        CpuDefinition? cpu = guest.Domain.Cpu;
        string? head = Head(guest);
        OptionText options = new();
        RequireWords(guest, head, cpu);
        if (cpu is not null)
        {
            WriteModel(guest, cpu, options);
        }

        FeatureOptions.WriteTimers(guest.Domain.Clock, options);
        FeatureOptions.WriteParavirtual(guest.Domain.Features, options);
        HyperVOptions.Write(guest, options);
        FeatureOptions.WriteKvm(guest.Domain.Features.Kvm, options);
        FeatureOptions.WritePmu(guest, options);
        if (cpu is not null)
        {
            WriteFrame(cpu, options);
        }

        if (head is not null || !options.IsEmpty)
        {
            arguments.Add("-cpu", new OptionText(head ?? DefaultHead(guest)).Add(options));
        }
    }

    /// <summary>Checks that are possible when a domain is defined.</summary>
    public static void Check(QemuGuest guest) => RequireWords(guest, guest.Domain.Cpu?.Model, guest.Domain.Cpu);

    // Where neither models nor features are looked up, any text can reach this point.
    private static void RequireWords(QemuGuest guest, string? head, CpuDefinition? cpu)
    {
        string? odd = head is not null && !IsWord(head) ? head
            : cpu?.Features.Where(f => !IsWord(f.Name)).Select(f => f.Name).FirstOrDefault();
        if (odd is not null)
        {
            throw guest.Refuse("cpu", Text.Of(Messages.Args_CpuWord, odd));
        }
    }

    // There is no way to write a comma in them.
    private static bool IsWord(string word) => word.Length > 0 && word.All(c => c is > ' ' and <= '~' and not (',' or '='));

    // The model of a guest with a CPU, or null if the domain does not say.
    private static string? Head(QemuGuest guest) => guest.Domain.Cpu switch
    {
        { Mode: CpuMode.HostPassthrough } => "host",
        { Mode: CpuMode.Maximum } => "max",
        { Mode: CpuMode.HostModel } when guest.Arch.IsPpc64() => "host",
        { Mode: CpuMode.HostModel } => throw guest.Refuse("cpu", Messages.Args_HostModelLeft, CpuErrorKind.Internal),
        { Model: { } model } => model,
        _ => IsOtherWord(guest) ? "qemu32" : null,
    };

    // The model of a guest that has CPU options but no CPU.
    private static string DefaultHead(QemuGuest guest) => guest.Arch switch
    {
        CpuArchitecture.I686 => "qemu32",
        CpuArchitecture.X86_64 => "qemu64",
        _ => throw guest.Refuse("features", Text.Of(Messages.Args_NoDefaultCpu, guest.Arch.ToName())),
    };

    // A 32-bit guest on a 64-bit binary: the default model would be 64-bit.
    private static bool IsOtherWord(QemuGuest guest) => guest.Arch == CpuArchitecture.I686
        && (guest.Emulator.Contains("x86_64", StringComparison.Ordinal)
            || (guest.Host.Arch == CpuArchitecture.X86_64 && guest.Emulator.Contains("kvm", StringComparison.Ordinal)));

    // What comes before all other options: steps 1 to 4.
    private static void WriteModel(QemuGuest guest, CpuDefinition cpu, OptionText options)
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

    // What comes after all other options: steps 11 and 12.
    private static void WriteFrame(CpuDefinition cpu, OptionText options)
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
