using System.Globalization;
using System.Text.Json.Nodes;
using NVirt.Cpu.Arm;
using NVirt.Cpu.Ppc64;
using NVirt.Cpu.X86;

namespace NVirt.Cpu.Judging;

/// <summary>The JSON form of raw data: numbers as in the XML form, hexadecimal text.</summary>
public static class DataJson
{
    /// <summary>Registers of x86, versions of POWER, or parts and flags of ARM.</summary>
    public static JsonNode Of(CpuData data) => data switch
    {
        X86CpuData x86 => new JsonArray([.. x86.Items.Where(i => !i.IsZero).Select(Of)]),
        Ppc64CpuData ppc64 => new JsonArray([.. ppc64.Pvrs.Select(p => new JsonObject { ["pvr"] = Hex(p.Value), ["mask"] = Hex(p.Mask) })]),
        ArmCpuData arm => new JsonObject
        {
            ["vendor"] = string.Create(CultureInfo.InvariantCulture, $"0x{arm.Vendor:x2}"),
            ["part"] = string.Create(CultureInfo.InvariantCulture, $"0x{arm.Part:x3}"),
            ["flags"] = CpuJson.Of(arm.Flags.AsEnumerable()),
        },
        _ => throw new ArgumentException(data.GetType().Name, nameof(data)),
    };

    private static JsonObject Of(X86Item item) => item.IsMsr
        ? new JsonObject { ["msr"] = Hex(item.Leaf), ["eax"] = Hex(item.Eax), ["edx"] = Hex(item.Edx) }
        : new JsonObject
        {
            ["leaf"] = Hex(item.Leaf),
            ["subleaf"] = Hex(item.Subleaf),
            ["eax"] = Hex(item.Eax),
            ["ebx"] = Hex(item.Ebx),
            ["ecx"] = Hex(item.Ecx),
            ["edx"] = Hex(item.Edx),
        };

    /// <summary>Eight hexadecimal digits.</summary>
    public static string Hex(uint value) => string.Create(CultureInfo.InvariantCulture, $"0x{value:x8}");
}
