using System.Runtime.InteropServices;

namespace NVirt.Cpu;

/// <summary>Names and families of architectures. Safe for use by several threads.</summary>
public static class CpuArchitectures
{
    // By enumeration value; None has no name.
    private static readonly string[] Names =
    [
        "", "alpha", "armv6l", "armv7l", "armv7b", "aarch64", "cris", "i686", "ia64", "lm32", "loongarch64", "m68k", "microblaze",
        "microblazeel", "mips", "mipsel", "mips64", "mips64el", "openrisc", "parisc", "parisc64", "ppc", "ppc64", "ppc64le", "ppcemb",
        "riscv32", "riscv64", "s390", "s390x", "sh4", "sh4eb", "sparc", "sparc64", "unicore32", "x86_64", "xtensa", "xtensaeb",
    ];

    /// <summary>
    /// libvirt's name of the architecture (<c>x86_64</c>, <c>ppc64le</c>), or an empty string for <see cref="CpuArchitecture.None"/>.
    /// </summary>
    public static string ToName(this CpuArchitecture architecture) => Names[(int)architecture];

    /// <summary>Finds an architecture by libvirt's name; case matters.</summary>
    /// <returns>Whether the name is known.</returns>
    public static bool TryParse(string? name, out CpuArchitecture architecture)
    {
        int place = string.IsNullOrEmpty(name) ? -1 : Array.IndexOf(Names, name);
        architecture = (CpuArchitecture)Math.Max(place, 0);
        return place > 0;
    }

    /// <summary>Every known architecture, in the order of the enumeration, without <see cref="CpuArchitecture.None"/>.</summary>
    public static IReadOnlyList<CpuArchitecture> All { get; } = Enum.GetValues<CpuArchitecture>()[1..];

    /// <summary>
    /// The architecture of the machine that runs this process, or <see cref="CpuArchitecture.None"/> if .NET has no name for it.
    /// </summary>
    public static CpuArchitecture Host => RuntimeInformation.OSArchitecture switch
    {
        Architecture.X64 => CpuArchitecture.X86_64,
        Architecture.X86 => CpuArchitecture.I686,
        Architecture.Arm64 => CpuArchitecture.Aarch64,
        Architecture.Arm => CpuArchitecture.Armv7l,
        Architecture.Armv6 => CpuArchitecture.Armv6l,
        Architecture.S390x => CpuArchitecture.S390x,
        Architecture.Ppc64le => CpuArchitecture.Ppc64le,
        Architecture.RiscV64 => CpuArchitecture.Riscv64,
        Architecture.LoongArch64 => CpuArchitecture.LoongArch64,
        _ => CpuArchitecture.None,
    };

    /// <summary>Whether the architecture is one of the two that the x86 driver serves.</summary>
    public static bool IsX86(this CpuArchitecture architecture) => architecture is CpuArchitecture.I686 or CpuArchitecture.X86_64;

    /// <summary>Whether the architecture is one of the two that the ppc64 driver serves.</summary>
    public static bool IsPpc64(this CpuArchitecture architecture) => architecture is CpuArchitecture.Ppc64 or CpuArchitecture.Ppc64le;

    /// <summary>Whether the architecture is one of the four that the ARM driver serves.</summary>
    public static bool IsArm(this CpuArchitecture architecture) => architecture
        is CpuArchitecture.Armv6l or CpuArchitecture.Armv7l or CpuArchitecture.Armv7b or CpuArchitecture.Aarch64;

    /// <summary>Whether both are the same, or served by one driver (cpu-rules.md 2), so that their CPUs can be compared.</summary>
    internal static bool SharesDriverWith(this CpuArchitecture arch, CpuArchitecture other) => arch == other
        || (arch.IsX86() && other.IsX86()) || (arch.IsPpc64() && other.IsPpc64()) || (arch.IsArm() && other.IsArm())
        || (IsS390(arch) && IsS390(other));

    private static bool IsS390(CpuArchitecture architecture) => architecture is CpuArchitecture.S390 or CpuArchitecture.S390x;
}
