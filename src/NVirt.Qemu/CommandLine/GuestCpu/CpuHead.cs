using NVirt.Cpu;

namespace NVirt.Qemu.CommandLine;

/// <summary>The word that <c>-cpu</c> begins with (hypervisors.md 4.4).</summary>
internal static class CpuHead
{
    /// <summary>The model of a guest that has a CPU, or <see langword="null"/> where the domain leaves it open.</summary>
    public static string? Of(QemuGuest guest) => guest.Domain.Cpu switch
    {
        { Mode: CpuMode.HostPassthrough } => "host",
        { Mode: CpuMode.Maximum } => "max",
        { Mode: CpuMode.HostModel } when guest.Arch.IsPpc64() => "host",
        { Mode: CpuMode.HostModel } => throw guest.Refuse("cpu", Messages.Args_HostModelLeft, CpuErrorKind.Internal),
        { Model: { } model } => model,
        _ => IsOtherWord(guest) ? "qemu32" : null,
    };

    /// <summary>The model of a guest that has options of a CPU, but none.</summary>
    public static string Default(QemuGuest guest) => guest.Arch switch
    {
        CpuArchitecture.I686 => "qemu32",
        CpuArchitecture.X86_64 => "qemu64",
        _ => throw guest.Refuse("features", Text.Of(Messages.Args_NoDefaultCpu, guest.Arch.ToName())),
    };

    // A guest of 32 bits on a binary of 64: its default would have 64.
    private static bool IsOtherWord(QemuGuest guest) => guest.Arch == CpuArchitecture.I686
        && (guest.Emulator.Contains("x86_64", StringComparison.Ordinal)
            || (guest.Host.Arch == CpuArchitecture.X86_64 && guest.Emulator.Contains("kvm", StringComparison.Ordinal)));
}
