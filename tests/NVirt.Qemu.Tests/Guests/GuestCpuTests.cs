using NVirt.Cpu;
using NVirt.Cpu.X86;
using NVirt.Qemu.Tests.Map;
using NVirt.Testing.Guests;

namespace NVirt.Qemu.Tests.Guests;

/// <summary>The CPU that a guest really sees, compared with what QEMU and the map report about it.</summary>
public sealed class GuestCpuTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("<cpu><model>qemu64</model></cpu>")]
    [InlineData(
        "<cpu check='none'><model>Nehalem</model><feature policy='require' name='avx2'/><feature policy='force' name='bmi1'/><feature "
            + "policy='disable' name='sse4.2'/></cpu>")]
    [InlineData("<cpu check='none'><model>Haswell-noTSX</model></cpu>")]
    [InlineData("<cpu check='none'><model>EPYC</model><vendor>AMD</vendor></cpu>")]
    [InlineData("<cpu mode='maximum'/>")]
    public async Task Every_feature_is_there_that_qemu_says_and_no_other(string cpu)
    {
        await using RunningFirmware guest = await RunningFirmware.StartAsync(cpu);
        await guest.Console.WaitUntilReadyAsync(Cancellation);
        FirmwareReport report = guest.Console.Report;
        BuiltCpu built = await BuiltCpu.ReadAsync(guest.Qemu);
        string[] features = [.. CpuidFeatures().Where(built.Features.ContainsKey)];
        TestContext.Current.SendDiagnosticMessage($"{features.Length} features compared, {features.Count(report.Has)} of them seen");
        Assert.True(features.Length > 200, $"only {features.Length} features were compared");
        Assert.True(features.Count(report.Has) > 25, $"only {features.Count(report.Has)} features were seen");
        Assert.Equal(features.Where(f => built.Features[f]), features.Where(report.Has));
        Assert.Equal(built.Vendor, X86Ranges.VendorOf(report.Data.Cpuid(0)!.Value));
        Assert.Equal(built.Signature, Signature(report.Data.Cpuid(1)!.Value.Eax));
    }

    [Theory]
    [InlineData("qemu64")]
    [InlineData("Nehalem")]
    [InlineData("Westmere-IBRS")]
    [InlineData("Haswell-noTSX")]
    [InlineData("EPYC")]
    public async Task A_model_gives_what_the_map_says_without_what_the_accelerator_lacks(string model)
    {
        await using RunningFirmware guest = await RunningFirmware.StartAsync($"<cpu check='none'><model>{model}</model></cpu>");
        await guest.Console.WaitUntilReadyAsync(Cancellation);
        BuiltCpu built = await BuiltCpu.ReadAsync(guest.Qemu);
        CpuModelInfo inMap = CpuMap.Default.FindModel(model)!;
        string[] features = [.. CpuidFeatures()];
        HashSet<string> expected = [.. inMap.Features.Intersect(features)];
        foreach (Difference difference in DifferenceTable.Read().SelectMany(r => r.Expand([model]))
            .Where(d => d.Model == model && features.Contains(d.Feature)))
        {
            Assert.True(
                difference.Side == "map" ? expected.Remove(difference.Feature) : expected.Add(difference.Feature), difference.ToString());
        }

        // What libvirt removed from a model is turned off on the command line.
        expected.ExceptWith(inMap.RemovedFeatures);
        expected.ExceptWith(built.Unavailable);
        Assert.Equal(expected.Order(StringComparer.Ordinal), features.Where(guest.Console.Report.Has).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> CpuidFeatures() =>
        CpuMap.Default.Features(CpuArchitecture.X86_64).Where(f => !f.IsMsr).Select(f => f.Name);

    // Intel SDM volume 2, CPUID, leaf 1.
    private static (int Family, int Model, int Stepping) Signature(uint eax)
    {
        uint family = eax >> 8 & 0xf;
        uint model = eax >> 4 & 0xf;
        return ((int)(family + (family == 0xf ? eax >> 20 & 0xff : 0)), (int)(model | (eax >> 16 & 0xf) << 4), (int)(eax & 0xf));
    }
}
