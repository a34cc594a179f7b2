using System.Text.Json;
using NVirt.Cpu.Axes;
using NVirt.Cpu.Xml;
using NVirt.Fleet.Axes;

namespace NVirt.Conformance;

/// <summary>What besides features decides.</summary>
internal static class FleetAxes
{
    public static string? Bits(FleetCase item)
    {
        string? axis = FleetCase.TextOf(item.Expect, "axis");
        return axis != "physBits" ? $"the runner does not know the axis {axis}"
            : Grade(item, AxisRules.PhysBits(
                item.Statement("guest"), item.Statement("host"), item.Statement("target"), item.Item.Text("hypervisor") == "qemu"));
    }

    public static string? Tsc(FleetCase item) => Grade(item, AxisRules.Tsc(
        item.Of("guestHz").GetUInt64(),
        item.Item.Has("hostHz") ? item.Of("hostHz").GetUInt64() : null,
        item.Item.Has("scaling") ? item.Item.Flag("scaling") : null));

    public static string? Xsave(FleetCase item)
    {
        var difference = XsaveLayout.Difference(
            [.. item.Of("hosts").EnumerateArray().Select(h => CpuDataXml.Parse(File.ReadAllText(item.Item.PathOf(h.GetString()!))))],
            [.. FleetCase.Names(item.Of("guest"))]);
        string? wanted = FleetCase.TextOf(item.Expect, "grade");
        if (difference is not var (component, places))
        {
            return wanted == "harmless" ? null : "no component differs";
        }

        uint[] offsets = [.. places.Select(p => p?.Offset ?? 0)];
        return wanted != "fatal" ? $"component {component} differs"
            : component != item.Expect.GetProperty("component").GetInt32() ? $"component {component}"
            : item.Expect.GetProperty("offsets").EnumerateArray().Select(o => o.GetUInt32()).SequenceEqual(offsets) ? null
            : $"offsets {string.Join(' ', offsets)}";
    }

    private static string? Grade(FleetCase item, CpuAxisGrade grade)
    {
        string actual = grade.ToString().ToLowerInvariant();
        string? expected = FleetCase.TextOf(item.Expect, "grade");
        return actual == expected ? null : $"expected {expected}, got {actual}";
    }
}
