using System.Globalization;
using System.Text.Json.Nodes;
using NVirt.Testing;

namespace NVirt.Cli.Tests;

/// <summary>
/// The cases of the shared public reports with the right answers, one per row. <c>@</c> is one of their files, <c>%</c> a host of the
/// conformance data.
/// </summary>
public sealed class ReportTests : IDisposable
{
    /// <summary>The right answer is given elsewhere, or later.</summary>
    private static readonly Dictionary<int, string> Elsewhere = new()
    {
        [3] = "did-you-mean",
        [7] = "forms of dumps",
        [8] = "starts a real QEMU: tests of domains",
        [15] = "domain XML: NVirt.Qemu.Tests",
        [16] = "domain XML: NVirt.Qemu.Tests",
        [18] = "did-you-mean",
        [21] = "domain XML: NVirt.Qemu.Tests",
        [24] = "domain XML: NVirt.Qemu.Tests",
        [26] = "architectures: they are never guessed",
        [27] = "masks: NVirt.Xen.Tests",
        [28] = "masks of a baseline: a later issue",
        [29] = "masks: NVirt.VMware.Tests",
        [30] = "masks: NVirt.VMware.Tests",
        [34] = "an ARM cpuinfo that is not among the inputs",
        [36] = "schemas: NVirt.Schemas.Tests",
        [39] = "CPU maps: NVirt.Cpu.Tests",
    };

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, "cpu explain @c01-winapps-full.xml --host %Core2-E6850", 2, "avx2 |rdrand |model Conroe|--hypervisor qemu", "486|n270")]
    [InlineData(2, "cpu explain @c02-tsx-guest.xml --host @c02-host-after-microcode.xml", 2, "model Haswell-noTSX:|Lost: hle, rtm.", "486")]
    [InlineData(4, "cpu baseline @c03-node1.xml @c03-node2-clean.xml", 0, "<model fallback='allow'>Nehalem-IBRS</model>", "")]
    [InlineData(
        5, "cpu explain @c04-vmx.xml --host %Core-i7-3770", 2, "vmx-posted-intr (MSR 48DH[39])|vmx-apicv-register|vmx-apicv-vid", "")]
    [InlineData(6, "cpu compare @c05-cloudstack.xml --host %Core-i7-3770", 3, "incompatible|hypervisor (|--hypervisor qemu", "x2apic (")]
    [InlineData(6, "cpu explain @c05-cloudstack.xml --host %Core-i7-3770", 3, "incompatible|--hypervisor qemu|virsh domcapabilities",
        "The nearest CPU|Nothing needs to change")]
    [InlineData(9, "cpu compare @c07-nomodel.xml --host %Core-i7-3770", 1, "c07-nomodel.xml:|<model>", "")]
    [InlineData(10, "cpu explain @c08-qemu64.xml --host %Core-i7-3770", 2, "svm (|model kvm64:|Lost: svm.|Gained: nothing.", "486")]
    [InlineData(11, "cpu explain @c09-hostmodel-with-model.xml --host %Core-i7-3770", 3, "incompatible|ignores the model qemu64",
        "Nothing needs to change|The nearest CPU")]
    [InlineData(11, "cpu compare @c09q.xml --host %Core-i7-3770", 3, "incompatible|ignores the model qemu64", "")]
    [InlineData(11, "cpu explain @c09-hostmodel-with-model.xml --host %EPYC-7601-32-Core", 0, "superset|ignores the model qemu64",
        "Nothing needs to change")]
    [InlineData(12, "cpu explain @c10-opteron.xml --host %Core-i7-3770", 2, "keeps Opteron_G2|<feature policy='disable' name='svm'/>",
        "SandyBridge|aes")]
    [InlineData(
        13, "cpu explain @c11-sandy-ibrs.xml --host %EPYC-7601-32-Core", 2, "spec-ctrl (|--hypervisor qemu|virsh domcapabilities", "")]
    [InlineData(13, "cpu explain @c11-sandy-ibrs.xml --host @epyc-domcaps.xml", 2, "spec-ctrl (|Lost: spec-ctrl.", "x2apic|tsc-deadline")]
    [InlineData(
        14, "cpu explain @c12-clx.xml --host @c12-host.xml", 2, "hle (|rtm (|model Cascadelake-Server-noTSX:|Lost: hle, rtm.", "Broadwell")]
    [InlineData(14, "cpu compare @c12b-clx-mended.xml --host @c12-host.xml", 0, "superset", "")]
    [InlineData(14, "cpu compare @c12c.xml --host @c12-host.xml", 0, "superset", "")]
    [InlineData(17, "qemu args @c15b-hyperv-tcg.xml --qmp docs/examples/qemu.json --host docs/examples/new-host.xml", 0,
        "without KVM, these have no effect: relaxed, vapic, synic, stimer", "")]
    [InlineData(19, "cpu explain @c17-topoext.xml --host %EPYC-7601-32-Core", 0, "superset|topoext", "Nothing needs to change")]
    [InlineData(20, "cpu explain @c18-tsc.xml --host %Core2-E6850", 2, "invtsc (|3400022000 Hz are wanted", "Nothing needs to change")]
    [InlineData(
        20, "cpu compare @c18-tsc.xml --host %Core-i7-3770 --axes", 3, "superset|the host's frequency is not known (undecided)", "")]
    [InlineData(
        22, "cpu explain @c20-skylake-v4-dump.xml --host %Core-i7-8700", 2, "the same holds for 65 more: |no vmx-* feature at all", "")]
    [InlineData(23, "cpu explain @c22-physbits.xml --host @c22-host39.xml", 2, "superset|42 are wanted, and the host has 39 (fatal)",
        "Nothing needs to change")]
    [InlineData(
        23, "cpu compare @c22-physbits.xml --host @c22-host39.xml --axes", 2, "superset|42 are wanted, and the host has 39 (fatal)", "")]
    [InlineData(23, "cpu compare @c22-physbits.xml --host @c22-host39.xml", 0, "superset", "wanted")]
    [InlineData(
        23, "qemu args @c22q.xml --qmp docs/examples/qemu.json --host @c22-host39.xml", 1, "42 are wanted, and the host has 39", "")]
    [InlineData(25, "cpu compare docs/examples/web.xml --host @c23-i686-host.xml", 1, "c23-i686-host.xml:|virsh domcapabilities", "")]
    [InlineData(25, "cpu compare @c24-s390-guest.xml --host @c24-s390-caps.xml", 1, "c24-s390-caps.xml:|virsh domcapabilities", "")]
    [InlineData(31, "cpu baseline %Xeon-E5-2650-v3 @c32-haswell-cpu.xml", 0, "Haswell", "")]
    [InlineData(31, "cpu compare @c32-haswell-cpu.xml --host %Core-i5-2500", 2, "fma (|avx2 (|bmi1 (", "")]
    [InlineData(32, "cpu explain @c33-qemu64-el9.xml --host %Core-i7-8700", 2, "svm (|x86-64-v1; v2 also needs|check='none'", "")]
    [InlineData(32, "cpu explain @c43.xml --host %Core-i7-8700", 2, "svm (|x86-64-v1; v2 also needs", "rhel")]
    [InlineData(33, "cpu compare @c29-power8-on-9.xml --host @c29-power9-host.xml", 0, "", "")]
    [InlineData(33, "cpu compare @c29-power42.xml --host @c29-power9-host.xml", 1, "power42", "")]
    [InlineData(35, "cpu compare @c30-arm-hostmodel.xml --host %Core-i7-3770", 2, "aarch64", "")]
    [InlineData(38, "cpu compare @c41-dup.xml --host %Core-i7-3770", 1, "c41-dup.xml:|vmx", "")]
    [InlineData(40, "cpu compare @c34-guest.xml --host @c34-hybrid-cpuid.txt", 2, "avx512f (|--cpu N picks one", "")]
    [InlineData(41, "cpu explain @s1.xml --host %Core2-E6850", 2, "avx2 (|hle (|rtm (", "")]
    [InlineData(42, "cpu compare docs/examples/web.xml --host @t-newhost.xml", 1, "t-newhost.xml|NovaLake", "web.xml")]
    public void What_a_report_calls_right_is_said(int number, string command, int code, string says, string doesNotSay)
    {
        Assert.True(number > 0);
        (int actual, string output, string error) = Tool.Run([.. Tool.Split(command).Select(PathOf)]);
        string all = output + error;
        Assert.Multiple(
        [
            () => Assert.Equal(code, actual),
            .. says.Split('|', StringSplitOptions.RemoveEmptyEntries)
            .Select<string, Action>(s => () => Assert.Contains(s, all, StringComparison.Ordinal)),
            .. doesNotSay.Split('|', StringSplitOptions.RemoveEmptyEntries)
            .Select<string, Action>(s => () => Assert.DoesNotContain(s, all, StringComparison.Ordinal)),
        ]);
    }

    [Fact]
    public void Every_case_of_the_reports_has_a_row_or_a_reason()
    {
        int[] cases =
        [
            .. File.ReadLines(Places.Shared("reports", "README.md"))
                .Select(line => line.Split('|') is ["", var number, ..]
                && int.TryParse(number, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture,
                out int n) ? n : 0)
                .Where(n => n > 0),
        ];
        int[] rows = [.. typeof(ReportTests).GetMethod(nameof(What_a_report_calls_right_is_said))!.GetCustomAttributes(inherit: false)
            .OfType<InlineDataAttribute>().Select(a => (int)a.Data[0]!)];
        Assert.NotEmpty(cases);
        Assert.Empty(cases.Except(rows).Except(Elsewhere.Keys));
        Assert.Empty(rows.Intersect(Elsewhere.Keys));
    }

    public static TheoryData<string> Guests =>
        ["c01-winapps-full", "c02-tsx-guest", "c04-vmx", "c08-qemu64", "c10-opteron", "c11-sandy-ibrs", "c12-clx", "c20-skylake-v4-dump",
            "c43"];

    [Theory]
    [MemberData(nameof(Guests))]
    public void What_is_suggested_fits_wherever_it_is_said(string guest)
    {
        foreach (string host in Directory.EnumerateFiles(Places.Shared("conformance", "data"), "x86_64-cpuid-*-host.xml"))
        {
            (_, string output, _) = Tool.Run("cpu", "explain", PathOf($"@{guest}.xml"), "--host", host, "-o", "json");
            if (JsonNode.Parse(output)!["cpus"]![0]!["nearest"]?["cpu"]?.GetValue<string>() is { } cpu)
            {
                string file = _folder.Write("guest.xml", cpu);
                (int code, string verdict, _) = Tool.Run("cpu", "compare", file, "--host", host);
                Assert.True(code == 0, $"{host}: {verdict}{cpu}");
            }
        }
    }

    private static string PathOf(string word) => word switch
    {
        ['@', .. var name] => Places.Shared("reports", "inputs", name),
        ['%', .. var name] => Places.Shared("conformance", "data", $"x86_64-cpuid-{name}-host.xml"),
        _ => word,
    };
}
