using NVirt.Cpu;

namespace NVirt.Qemu.Capabilities;

/// <summary>Which architectures are compatible (hypervisor-rules.md 1.2).</summary>
public static class QemuArchitectures
{
    /// <summary>Whether a binary that emulates one architecture runs guests of another.</summary>
    public static bool Runs(CpuArchitecture binary, CpuArchitecture guest) => binary == guest || (binary, guest)
        is (CpuArchitecture.X86_64, CpuArchitecture.I686)
        or (CpuArchitecture.Aarch64, CpuArchitecture.Armv7l)
        or (CpuArchitecture.Armv7l, CpuArchitecture.Armv6l)
        or (CpuArchitecture.Ppc64, CpuArchitecture.Ppc64le);

    /// <summary>Whether a host can execute a guest's instructions itself, so that hardware acceleration is possible.</summary>
    public static bool IsNative(CpuArchitecture host, CpuArchitecture guest) => host == guest || (host, guest)
        is (CpuArchitecture.X86_64, CpuArchitecture.I686)
        or (CpuArchitecture.Aarch64, CpuArchitecture.Armv7l)
        or (CpuArchitecture.Ppc64, CpuArchitecture.Ppc64le)
        or (CpuArchitecture.Ppc64le, CpuArchitecture.Ppc64);

    /// <summary>The architecture of the binary that runs guests of this one by default.</summary>
    public static CpuArchitecture BinaryFor(CpuArchitecture guest) => guest switch
    {
        CpuArchitecture.I686 => CpuArchitecture.X86_64,
        CpuArchitecture.Ppc64le => CpuArchitecture.Ppc64,
        _ => guest,
    };

    /// <summary>The usual name of the binary that emulates an architecture, for example <c>qemu-system-x86_64</c>.</summary>
    public static string BinaryName(CpuArchitecture arch) => "qemu-system-" + Target(arch);

    /// <summary>Whether an architecture uses expansions of type <c>full</c>.</summary>
    internal static bool IsArm(CpuArchitecture arch) => arch
        is CpuArchitecture.Armv6l or CpuArchitecture.Armv7l or CpuArchitecture.Armv7b or CpuArchitecture.Aarch64;

    /// <summary>The architecture by QEMU's target name.</summary>
    internal static bool TryParseTarget(string? target, out CpuArchitecture arch) => CpuArchitectures.TryParse(
        target switch
        {
            "i386" => "i686",
            "arm" => "armv7l",
            "or1k" => "openrisc",
            "hppa" => "parisc",
            _ => target,
        },
        out arch);

    private static string Target(CpuArchitecture arch) => arch switch
    {
        CpuArchitecture.I686 => "i386",
        CpuArchitecture.Armv6l or CpuArchitecture.Armv7l or CpuArchitecture.Armv7b => "arm",
        CpuArchitecture.Openrisc => "or1k",
        CpuArchitecture.Parisc => "hppa",
        _ => arch.ToName(),
    };
}
