using System.Globalization;

namespace NVirt.Testing;

/// <summary>The number of random cases, and their seed (docs/testing.md). <c>./test --long</c> sets both.</summary>
internal static class RunSettings
{
    /// <summary>NVIRT_SEED, or a new number for each run.</summary>
    public static int Seed { get; } = Number("NVIRT_SEED") ?? Random.Shared.Next();

    /// <summary>The usual number of cases times NVIRT_TIMES.</summary>
    public static int Times(int usual) => usual * (Number("NVIRT_TIMES") ?? 1);

    /// <summary>The usual number of cases, or another one if NVIRT_TIMES is more than 1, as in <c>./test --long</c>.</summary>
    public static int Times(int usual, int inLongRuns) => Number("NVIRT_TIMES") > 1 ? inLongRuns : usual;

    private static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
