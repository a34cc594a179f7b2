using System.Globalization;

namespace NVirt.Interop;

/// <summary>How much is tried at random, and from which seed (docs/testing.md).</summary>
internal static class RunSettings
{
    /// <summary>NVIRT_SEED, or another number each run.</summary>
    public static int Seed { get; } = Number("NVIRT_SEED") ?? Random.Shared.Next();

    /// <summary>The usual number of cases times NVIRT_INTEROP_COUNT.</summary>
    public static int Times(int usual) => usual * (Number("NVIRT_INTEROP_COUNT") ?? 1);

    private static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
