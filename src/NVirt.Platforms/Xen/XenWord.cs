using System.Globalization;
using NVirt.Cpu.Map;

namespace NVirt.Platforms.Xen;

/// <summary>A line of the table of words.</summary>
internal static class XenWord
{
    /// <summary>The register of a line: word, leaf or MSR, sub-leaf, register or half.</summary>
    public static X86Register Of(string[] row)
    {
        uint number = uint.Parse(row[1].AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        uint subleaf = uint.Parse(row[2], CultureInfo.InvariantCulture);
        return row[3] switch
        {
            "low" => new X86Register(true, number, 0, RegisterName.Eax),
            "high" => new X86Register(true, number, 0, RegisterName.Edx),
            "eax" => new X86Register(false, number, subleaf, RegisterName.Eax),
            "ebx" => new X86Register(false, number, subleaf, RegisterName.Ebx),
            "ecx" => new X86Register(false, number, subleaf, RegisterName.Ecx),
            _ => new X86Register(false, number, subleaf, RegisterName.Edx),
        };
    }
}
