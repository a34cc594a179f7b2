using System.Text.Json;
using NVirt.Cpu;
using NVirt.Cpu.Axes;
using NVirt.Fleet.Axes;
using NVirt.Platforms;

namespace NVirt.Conformance;

/// <summary>What besides features decides.</summary>
internal static class FleetAxes
{
    public static string? Axis(FleetCase item)
    {
        string name = FleetCase.TextOf(item.Expect, "axis") ?? string.Empty;
        if (AxisOf(name) is not { } axis)
        {
            return $"the runner does not know the axis {name}";
        }

        AxisContext context = new()
        {
            Hypervisor = item.Item.Text("hypervisor") switch
            {
                null => AxisHypervisor.Unnamed,
                "qemu" or "kvm" => AxisHypervisor.Qemu,
                _ => AxisHypervisor.Other,
            },
            Consumer = (item.Item.Text("consumer") ?? item.Item.Text("hypervisor")) switch
            {
                "criu" => AxisConsumer.Criu,
                "gvisor" => AxisConsumer.Gvisor,
                _ => AxisConsumer.Guest,
            },
            MixedVendors = item.Item.Has("mixedVendors") && item.Item.Flag("mixedVendors"),
        };
        AxisVerdict verdict = AxisJudgement.Judge(
            item.Statement("guest"), item.Item.Has("host") ? item.Statement("host") : null, item.Statement("target"), context);
        CpuAxisFinding? finding = verdict.Findings.FirstOrDefault(f => f.Axis == axis);
        return Grade(item, finding?.Grade
            ?? (verdict.NotJudged.Contains(axis) ? CpuAxisGrade.Undecided : CpuAxisGrade.Harmless));
    }

    public static string? Tsc(FleetCase item) => Grade(item, CpuAxes.JudgeTscFrequency(
        item.Of("guestHz").GetUInt64(),
        item.Item.Has("hostHz") ? new CpuTsc(
            item.Of("hostHz").GetUInt64(), item.Item.Has("scaling") ? item.Item.Flag("scaling") : null) : null).Grade);

    public static string? Xsave(FleetCase item)
    {
        string[] features = [.. FleetCase.Names(item.Of("guest"))];
        XsaveDifference? difference = XsaveLayout.Difference(
            [.. item.Of("hosts").EnumerateArray().Select(h => item.Statements(h)[0].Axes.Xsave)],
            XsaveLayout.Needed(f => features.Contains(f, StringComparer.Ordinal)));
        if (Grade(item, difference?.Grade ?? CpuAxisGrade.Harmless) is { } problem)
        {
            return problem;
        }

        if (difference is null || !item.Expect.TryGetProperty("component", out JsonElement component))
        {
            return null;
        }

        uint[] offsets = [.. difference.Places.Select(p => p?.Offset ?? 0)];
        return component.GetInt32() != difference.Component ? $"component {difference.Component}"
            : item.Expect.GetProperty("offsets").EnumerateArray()
                .Select(o => o.ValueKind == JsonValueKind.Number ? o.GetUInt32() : 0).SequenceEqual(offsets) ? null
            : $"offsets {string.Join(' ', offsets)}";
    }

    // The names of the cases; others are those of the axes.
    private static CpuAxis? AxisOf(string name) =>
        name.Replace("-", string.Empty, StringComparison.Ordinal).Replace("_", string.Empty, StringComparison.Ordinal)
            .Replace(" ", string.Empty, StringComparison.Ordinal).ToLowerInvariant() switch
        {
            "physbits" or "maxphysaddr" or "guestphysicaladdressbits" => CpuAxis.PhysicalAddressBits,
            "guestphysbits" => CpuAxis.GuestPhysicalBits,
            "encryption" or "sev" or "sme" or "reducedphysbits" => CpuAxis.MemoryEncryption,
            "tsc" or "tschz" => CpuAxis.TscFrequency,
            "invtsc" => CpuAxis.InvariantTsc,
            "xsave" or "xcr0" => CpuAxis.XsaveComponents,
            "xsaveoffsets" => CpuAxis.XsaveLayout,
            "xsavearea" => CpuAxis.XsaveSize,
            "msr" or "vmx" or "nested" => CpuAxis.MsrFeatures,
            "archcapabilities" or "inverted" or "rsba" => CpuAxis.InvertedFeatures,
            "topology" or "cache" => CpuAxis.TopologyLeaves,
            "lbrfmt" or "archlbr" => CpuAxis.Lbr,
            "fms" or "familymodelstepping" => CpuAxis.Signature,
            "kvm" or "kvmpv" or "pv" => CpuAxis.KvmParavirtual,
            "qemu" => CpuAxis.QemuVersion,
            "harmless" or "hints" => CpuAxis.HarmlessFeatures,
            "clflush" or "clflushsize" or "clflushlinesize" => CpuAxis.ClflushLine,
            "machine" => CpuAxis.MachineType,
            "hyperv" or "hypervfeatures" => CpuAxis.HyperV,
            "level" or "maxleaf" or "leaves" => CpuAxis.HighestLeaves,
            { } word => Enum.TryParse(word, ignoreCase: true, out CpuAxis axis) ? axis : null,
        };

    private static string? Grade(FleetCase item, CpuAxisGrade grade)
    {
        string actual = grade.ToString().ToLowerInvariant();
        string? expected = FleetCase.TextOf(item.Expect, "grade");
        return actual == expected ? null : $"expected {expected}, got {actual}";
    }
}
