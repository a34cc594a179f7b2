using System.Collections.Immutable;

namespace NVirt.Cpu.Probe;

/// <summary>The hardware capabilities of 64-bit ARM processors that libvirt knows (Linux Documentation/arch/arm64/elf_hwcaps.rst).</summary>
internal static class ArmCapabilities
{
    /// <summary>The processor's identification registers can be read; without it libvirt reads none (cpu-core.md 5).</summary>
    public const string Cpuid = "cpuid";

    // By bit, 0 to 31.
    private static readonly string[] Names =
    [
        "fp", "asimd", "evtstrm", "aes", "pmull", "sha1", "sha2", "crc32", "atomics", "fphp", "asimdhp", Cpuid, "asimdrdm", "jscvt", "fcma",
        "lrcpc", "dcpop", "sha3", "sm3", "sm4", "asimddp", "sha512", "sve", "asimdfhm", "dit", "uscat", "ilrcpc", "flagm", "ssbs", "sb", "paca",
        "pacg",
    ];

    /// <summary>The names of the bits that are set, in the order of the bits. Higher ones have no name.</summary>
    public static ImmutableArray<string> NamesOf(ulong bits) => [.. Names.Where((_, bit) => (bits >> bit & 1) != 0)];

    /// <summary>Those of the words that name a bit, in the order of the bits.</summary>
    public static ImmutableArray<string> Of(string[] words) => [.. Names.Where(n => Array.IndexOf(words, n) >= 0)];
}
