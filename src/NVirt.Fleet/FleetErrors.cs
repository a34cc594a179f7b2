using NVirt.Cpu;
using NVirt.Xml;

namespace NVirt.Fleet;

/// <summary>The errors of this library.</summary>
internal static class FleetErrors
{
    private const int LongestMessage = 1024;

    public static CpuException TwiceNamed(string name) => Bad(Text.Of(Messages.Inventory_Twice, name));

    /// <summary>What was asked cannot be asked.</summary>
    public static CpuException Bad(string text) =>
        new(CpuErrorKind.InvalidArgument, CpuRule.InvalidArgument, Text.OnOneLine(text, LongestMessage));

    /// <summary>It was judged, and there is no answer that does what was asked.</summary>
    public static CpuException No(string text) => new CpuException(CpuErrorKind.OperationFailed, CpuRule.NothingInCommon)
        .At(Text.OnOneLine(text, LongestMessage));

    /// <summary>A file that cannot be read as what it should be.</summary>
    public static CpuException Unreadable(string text) => new CpuException(CpuErrorKind.Xml, CpuRule.InvalidArgument, null)
        .At(Text.OnOneLine(text, LongestMessage));
}
