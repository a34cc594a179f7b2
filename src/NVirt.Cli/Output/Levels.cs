using NVirt.Cpu.X86;
using NVirt.Xml;

namespace NVirt.Cli.Output;

/// <summary>The x86-64 micro-architecture level of a CPU.</summary>
internal static class Levels
{
    /// <summary>Its name; <see langword="null"/> where not even the first is reached.</summary>
    public static string? NameOf(PsAbiReport? report) => report is { Level: not PsAbiLevel.None } known ? $"x86-64-v{(int)known.Level}"
        : null;

    /// <summary>It for people, with what the next one needs.</summary>
    public static string Describe(PsAbiReport report) => report.Level switch
    {
        PsAbiLevel.None => Text.Of(Messages.Host_NoLevel, string.Join(' ', report.MissingForNext)),
        PsAbiLevel.V4 => NameOf(report)!,
        _ => Text.Of(Messages.Host_Level, (int)report.Level, string.Join(' ', report.MissingForNext)),
    };
}
