using NVirt.Cpu;
using NVirt.Xml;

namespace NVirt.Qemu.CommandLine.GuestCpu;

/// <summary><c>-cpu</c>: its first word, and the order of what follows (hypervisor-rules.md 4.4).</summary>
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
            CpuOptions.WriteModel(guest, cpu, options);
        }

        FeatureOptions.WriteTimers(guest.Domain.Clock, options);
        FeatureOptions.WriteParavirtual(guest.Domain.Features, options);
        HyperVOptions.Write(guest, options);
        FeatureOptions.WriteKvm(guest.Domain.Features.Kvm, options);
        FeatureOptions.WritePmu(guest, options);
        if (cpu is not null)
        {
            CpuOptions.WriteFrame(cpu, options);
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
}
