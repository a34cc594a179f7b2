using System.Collections.Immutable;

namespace NVirt.Cpu.Probe.Arm;

/// <summary>
/// The hardware capabilities of 64-bit ARM processors that libvirt knows (Linux Documentation/arch/arm64/elf_hwcaps.rst).
/// </summary>
internal static class ArmCapabilities
{
    /// <summary>The processor's identification registers can be read; without this bit, libvirt reads none (cpu-rules.md 5).</summary>
    public const string Cpuid = "cpuid";

    // By bit number, 0 to 31.
    private static readonly string[] Names =
    [
        "fp", "asimd", "evtstrm", "aes", "pmull", "sha1", "sha2", "crc32", "atomics", "fphp", "asimdhp", Cpuid, "asimdrdm", "jscvt", "fcma",
        "lrcpc", "dcpop", "sha3", "sm3", "sm4", "asimddp", "sha512", "sve", "asimdfhm", "dit", "uscat", "ilrcpc", "flagm", "ssbs", "sb",
            "paca",
        "pacg",
    ];

    /// <summary>The names of the bits that are set, in bit order. Higher bits have no name.</summary>
    public static ImmutableArray<string> NamesOf(ulong bits) => [.. Names.Where((_, bit) => (bits >> bit & 1) != 0)];

    /// <summary>Those words that name a bit, in bit order.</summary>
    public static ImmutableArray<string> Of(string[] words) => [.. Names.Where(n => Array.IndexOf(words, n) >= 0)];
}
