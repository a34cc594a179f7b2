using NVirt.Cpu;
using NVirt.Cpu.Xml;
using NVirt.Testing;

namespace NVirt.Interop;

/// <summary>Random CPUs compared with this machine's, by libvirt's embedded driver and by us.</summary>
public sealed class CompareTests(Libvirt libvirt)
{
    private const int Usual = 5000;
    private const int FailIncompatible = 1;

    // How libvirt's message begins, and the rule that it stands for.
    private static readonly (string Text, CpuRule Rule)[] Messages =
    [
        ("Host CPU provides forbidden features: ", CpuRule.ForbiddenFeatureProvided),
        ("Host CPU does not provide required features: ", CpuRule.RequiredFeatureMissing),
        ("Host CPU does not strictly match guest CPU: Extra features: ", CpuRule.ExtraFeature),
        ("host CPU vendor does not match required CPU vendor ", CpuRule.VendorDiffers),
        ("CPU arch ", CpuRule.ArchitectureDiffers),
    ];

    [Fact]
    public void Verdicts_and_the_features_that_stand_in_the_way_are_libvirts()
    {
        CpuDefinition host = EmbeddedHost.Read(libvirt);
        CpuDriver driver = CpuDriver.For(CpuArchitecture.X86_64, libvirt.Map);
        RandomGuests guests = new(new RandomCpus(new Random(RunSettings.Seed), libvirt.Map), libvirt.Map, host);
        Report report = new();
        for (int i = 0; i < RunSettings.Times(Usual); i++)
        {
            string xml = CpuXml.Format(guests.Next());
            string theirs = AskLibvirt(xml);
            report.Count(theirs.Split(':')[0]);
            report.Compare(theirs, Describe(driver.Compare(host, CpuXml.Parse(xml))), () => xml);
        }

        report.Finish("comparisons");
        report.RequireEach(
            10, "Identical", "Superset", "ForbiddenFeatureProvided", "RequiredFeatureMissing", "ExtraFeature", "VendorDiffers",
                "ArchitectureDiffers", "Internal");
    }

    private string AskLibvirt(string xml)
    {
        LibvirtAnswer verdict = libvirt.Ask("embed", "compareCPU", xml, 0);
        if (verdict.Code != 0)
        {
            return verdict.Kind;
        }

        return verdict.Value.GetInt32() switch
        {
            1 => nameof(CpuVerdict.Identical),
            2 => nameof(CpuVerdict.Superset),
            0 => Reason(libvirt.Ask("embed", "compareCPU", xml, FailIncompatible)),
            var other => $"verdict {other}",
        };
    }

    private static string Reason(LibvirtAnswer refusal)
    {
        Assert.Equal(nameof(CpuErrorKind.Incompatible), refusal.Kind);
        foreach (var (text, rule) in Messages)
        {
            int start = refusal.Message!.IndexOf(text, StringComparison.Ordinal);
            if (start >= 0)
            {
                return $"{rule}: {refusal.Message[(start + text.Length)..]}";
            }
        }

        return refusal.Message!;
    }

    private static string Describe(CpuComparison comparison) => comparison switch
    {
        { Verdict: CpuVerdict.Error } => comparison.Refusal!.Kind.ToLibvirt().ToString(),
        { Verdict: CpuVerdict.Incompatible } => $"{comparison.Refusal!.Reasons[0].Rule}: {Subjects(comparison.Refusal)}",
        _ => comparison.Verdict.ToString(),
    };

    private static string Subjects(CpuRefusal refusal) => refusal.Reasons[0].Rule switch
    {
        CpuRule.VendorDiffers => refusal.Reasons[0].Expected!,
        CpuRule.ArchitectureDiffers => $"{refusal.Reasons[0].Expected} does not match host arch",
        _ => string.Join(", ", refusal.Reasons.Select(r => r.Subject)),
    };
}
