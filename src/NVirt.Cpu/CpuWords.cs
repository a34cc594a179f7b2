using System.Runtime.CompilerServices;

namespace NVirt.Cpu;

/// <summary>
/// The words that documents use for the enumerations, in their order: one list for reading, writing and completion. Safe for use by several
/// threads.
/// </summary>
public static class CpuWords
{
    /// <summary>Modes, by <see cref="CpuMode"/>.</summary>
    public static IReadOnlyList<string> Modes { get; } = ["custom", "host-model", "host-passthrough", "maximum"];

    /// <summary>Matches, by <see cref="CpuMatch"/>.</summary>
    public static IReadOnlyList<string> Matches { get; } = ["exact", "minimum", "strict"];

    /// <summary>Checks, by <see cref="CpuCheck"/>.</summary>
    public static IReadOnlyList<string> Checks { get; } = ["default", "none", "partial", "full"];

    /// <summary>Fallbacks, by <see cref="CpuFallback"/>.</summary>
    public static IReadOnlyList<string> Fallbacks { get; } = ["allow", "forbid"];

    /// <summary>Policies, by <see cref="CpuPolicy"/>.</summary>
    public static IReadOnlyList<string> Policies { get; } = ["force", "require", "optional", "disable", "forbid"];

    /// <summary>Verdicts, by <see cref="CpuVerdict"/>.</summary>
    public static IReadOnlyList<string> Verdicts { get; } = ["identical", "superset", "incompatible", "error"];

    /// <summary>Architectures; the most common ones come first.</summary>
    public static IReadOnlyList<string> Architectures =>
        [.. Common, .. CpuArchitectures.All.Select(a => a.ToName()).Except(Common, StringComparer.Ordinal)];

    private static string[] Common => ["x86_64", "i686", "aarch64", "armv7l", "ppc64le", "ppc64", "s390x", "riscv64", "loongarch64"];

    /// <summary>The word for a mode.</summary>
    public static string Of(CpuMode mode) => Modes[(int)mode];

    /// <summary>The word for a match.</summary>
    public static string Of(CpuMatch match) => Matches[(int)match];

    /// <summary>The word for a check.</summary>
    public static string Of(CpuCheck check) => Checks[(int)check];

    /// <summary>The word for a fallback.</summary>
    public static string Of(CpuFallback fallback) => Fallbacks[(int)fallback];

    /// <summary>The word for a policy.</summary>
    public static string Of(CpuPolicy policy) => Policies[(int)policy];

    /// <summary>The word for a verdict.</summary>
    public static string Of(CpuVerdict verdict) => Verdicts[(int)verdict];

    /// <summary>Finds a mode by its word; case matters.</summary>
    /// <returns>Whether the word is one.</returns>
    public static bool TryParse(ReadOnlySpan<char> word, out CpuMode mode) => TryFind(Modes, word, out mode);

    /// <summary>Finds a match by its word; case matters.</summary>
    /// <returns>Whether the word is one.</returns>
    public static bool TryParse(ReadOnlySpan<char> word, out CpuMatch match) => TryFind(Matches, word, out match);

    /// <summary>Finds a check by its word; case matters.</summary>
    /// <returns>Whether the word is one.</returns>
    public static bool TryParse(ReadOnlySpan<char> word, out CpuCheck check) => TryFind(Checks, word, out check);

    /// <summary>Finds a fallback by its word; case matters.</summary>
    /// <returns>Whether the word is one.</returns>
    public static bool TryParse(ReadOnlySpan<char> word, out CpuFallback fallback) => TryFind(Fallbacks, word, out fallback);

    /// <summary>Finds a policy by its word; case matters.</summary>
    /// <returns>Whether the word is one.</returns>
    public static bool TryParse(ReadOnlySpan<char> word, out CpuPolicy policy) => TryFind(Policies, word, out policy);

    /// <summary>Finds a verdict by its word; case matters.</summary>
    /// <returns>Whether the word is one.</returns>
    public static bool TryParse(ReadOnlySpan<char> word, out CpuVerdict verdict) => TryFind(Verdicts, word, out verdict);

    private static bool TryFind<T>(IReadOnlyList<string> words, ReadOnlySpan<char> word, out T value)
        where T : struct, Enum
    {
        for (int i = 0; i < words.Count; i++)
        {
            if (word.SequenceEqual(words[i]))
            {
                value = Unsafe.BitCast<int, T>(i);
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>The words of <see cref="CpuMaxPhysAddrMode"/>.</summary>
    public static IReadOnlyList<string> MaxPhysAddrModes { get; } = ["emulate", "passthrough"];
}
