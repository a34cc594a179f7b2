namespace NVirt.Cpu;

/// <summary>The words that documents use for the enumerations: one list for reading, writing and completion.</summary>
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
}
