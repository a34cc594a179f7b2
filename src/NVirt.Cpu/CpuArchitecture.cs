namespace NVirt.Cpu;

/// <summary>A processor architecture, by libvirt's names. <see cref="None"/> means "not given".</summary>
/// <remarks>The list is libvirt's <c>virArch</c>; <see cref="CpuArchitectures"/> converts from and to its names.</remarks>
public enum CpuArchitecture
{
    /// <summary>Not given.</summary>
    None,
    /// <summary>DEC Alpha.</summary>
    Alpha,
    /// <summary>ARM v6, 32 bit, little endian.</summary>
    Armv6l,
    /// <summary>ARM v7, 32 bit, little endian.</summary>
    Armv7l,
    /// <summary>ARM v7, 32 bit, big endian.</summary>
    Armv7b,
    /// <summary>ARM, 64 bit.</summary>
    Aarch64,
    /// <summary>Axis CRIS.</summary>
    Cris,
    /// <summary>x86, 32 bit.</summary>
    I686,
    /// <summary>Itanium.</summary>
    Ia64,
    /// <summary>LatticeMico32.</summary>
    Lm32,
    /// <summary>LoongArch, 64 bit.</summary>
    LoongArch64,
    /// <summary>Motorola 68000.</summary>
    M68k,
    /// <summary>MicroBlaze, big endian.</summary>
    Microblaze,
    /// <summary>MicroBlaze, little endian.</summary>
    Microblazeel,
    /// <summary>MIPS, 32 bit, big endian.</summary>
    Mips,
    /// <summary>MIPS, 32 bit, little endian.</summary>
    Mipsel,
    /// <summary>MIPS, 64 bit, big endian.</summary>
    Mips64,
    /// <summary>MIPS, 64 bit, little endian.</summary>
    Mips64el,
    /// <summary>OpenRISC.</summary>
    Openrisc,
    /// <summary>PA-RISC, 32 bit.</summary>
    Parisc,
    /// <summary>PA-RISC, 64 bit.</summary>
    Parisc64,
    /// <summary>PowerPC, 32 bit.</summary>
    Ppc,
    /// <summary>POWER, 64 bit, big endian.</summary>
    Ppc64,
    /// <summary>POWER, 64 bit, little endian.</summary>
    Ppc64le,
    /// <summary>PowerPC, embedded.</summary>
    Ppcemb,
    /// <summary>RISC-V, 32 bit.</summary>
    Riscv32,
    /// <summary>RISC-V, 64 bit.</summary>
    Riscv64,
    /// <summary>IBM S/390, 32 bit.</summary>
    S390,
    /// <summary>IBM Z, 64 bit.</summary>
    S390x,
    /// <summary>SuperH 4, little endian.</summary>
    Sh4,
    /// <summary>SuperH 4, big endian.</summary>
    Sh4eb,
    /// <summary>SPARC, 32 bit.</summary>
    Sparc,
    /// <summary>SPARC, 64 bit.</summary>
    Sparc64,
    /// <summary>UniCore32.</summary>
    Unicore32,
    /// <summary>x86, 64 bit.</summary>
    X86_64,
    /// <summary>Xtensa, little endian.</summary>
    Xtensa,
    /// <summary>Xtensa, big endian.</summary>
    Xtensaeb,
}
