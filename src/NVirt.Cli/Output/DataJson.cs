using System.Globalization;
using System.Text.Json.Nodes;
using NVirt.Cpu.X86;

namespace NVirt.Cli.Output;

/// <summary>The JSON form of raw data: numbers as in the XML form, hexadecimal text.</summary>
internal static class DataJson
{
    public static JsonArray Of(X86CpuData data) => new([.. data.Items.Where(i => !i.IsZero).Select(Of)]);

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

    public static string Hex(uint value) => string.Create(CultureInfo.InvariantCulture, $"0x{value:x8}");
}
