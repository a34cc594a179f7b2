using NVirt.Cpu;
using NVirt.Platforms;

namespace NVirt.Cli.Input;

/// <summary>What files say besides features, which the forms of CPUs have no place for.</summary>
internal static class StatedAxes
{
    /// <summary>The host of a file.</summary>
    public static CpuStatement Host(Session session, string file) =>
        Read(session, file, number: null) is [var one] ? one : CpuStatement.Of(Inputs.Cpu(session, file), session.Map);

    /// <summary>
    /// Every CPU of a file that some platform writes; <see langword="null"/> if it is none, or if it cannot be read again.
    /// </summary>
    public static IReadOnlyList<CpuStatement>? Read(Session session, string file, int? number)
    {
        if (number is not null || file is "-" or "/dev/stdin")
        {
            return null;
        }

        try
        {
            return Files.TryReadPlain(file) is { } content && PlatformReader.FormOf(content, file) is not null
                ? PlatformReader.Read(content, Files.Name(file), new PlatformReadOptions { Map = session.Map }) : null;
        }
        catch (Exception e) when (e is CpuException or IOException or UnauthorizedAccessException)
        {
            // Whoever reads it for its CPUs says what is wrong.
            return null;
        }
    }
}
