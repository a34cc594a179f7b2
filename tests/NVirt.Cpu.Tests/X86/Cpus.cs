
namespace NVirt.Cpu.Tests.X86;

/// <summary>Definitions for tests in a few words: <c>"+a -b ?c !d ~e"</c> are require, disable, optional, force and forbid.</summary>
internal static class Cpus
{
    public static readonly CpuDriver Driver = CpuDriver.For(CpuArchitecture.X86_64);

    public static CpuDefinition Guest(string? model, string features = "", CpuMatch match = CpuMatch.Exact) =>
        new() { Model = model, Match = match, Features = List(features) };

    public static CpuDefinition Host(string? model, string features = "", string? vendor = null) =>
        CpuDefinition.NewHost(CpuArchitecture.X86_64) with
        {
            Model = model,
            Vendor = vendor,
            Features = [.. features.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(f => new CpuFeature(f))],
        };

    public static string Words(CpuFeatureList features) => string.Join(' ', features.Select(f => Mark(f.Policy) + f.Name));

    private static CpuFeatureList List(string features) =>
        [.. features.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(f => new CpuFeature(f[1..], Policy(f[0])))];

    private static CpuPolicy Policy(char mark) => mark switch
    {
        '!' => CpuPolicy.Force,
        '+' => CpuPolicy.Require,
        '?' => CpuPolicy.Optional,
        '-' => CpuPolicy.Disable,
        '~' => CpuPolicy.Forbid,
        _ => throw new ArgumentOutOfRangeException(nameof(mark)),
    };

    private static string Mark(CpuPolicy? policy) => policy is { } p ? "!+?-~"[(int)p].ToString() : string.Empty;
}
