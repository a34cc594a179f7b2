using System.Globalization;
using NVirt.Cpu.Map;

namespace NVirt.Cpu.Arm;

/// <summary>The names of ARM processors for messages.</summary>
internal static class ArmParts
{
    private static readonly Lazy<ArmPart[]> All = new(CompiledArmParts.Create);

    /// <summary>The name, with the part number in brackets; without a name, both numbers.</summary>
    public static string NameOf(uint implementer, uint part)
    {
        string? name = Array.Find(All.Value, p => p.Implementer == implementer && p.Part == part)?.Name;
        return name is null
            ? string.Create(CultureInfo.InvariantCulture, $"implementer 0x{implementer:x2}, part 0x{part:x3}")
            : string.Create(CultureInfo.InvariantCulture, $"{name} (part 0x{part:x3})");
    }
}
