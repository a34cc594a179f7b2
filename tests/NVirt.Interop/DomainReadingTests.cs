using NVirt.Domains;

namespace NVirt.Interop;

/// <summary>Domains read by libvirt's test driver and by us: what libvirt prints again is what we read.</summary>
public sealed class DomainReadingTests(Libvirt libvirt)
{
    private const int Usual = 2000;
    private const string Refused = "refused";

    [Fact]
    public void Random_domains_mean_what_libvirt_says()
    {
        RandomDocuments documents = new(new Random(RunSettings.Seed));
        Report report = new();
        for (int i = 0; i < RunSettings.Times(Usual); i++)
        {
            Compare(documents.Next(), report);
        }

        report.Finish("domains read");
        report.RequireEach(RunSettings.Times(Usual) / 10, "read", Refused);
    }

    private void Compare(string xml, Report report)
    {
        LibvirtAnswer answer = libvirt.Ask("test", "describeDomain", xml);
        string theirs = answer.Code == 0 ? LibvirtFacts.Of(answer.Value.GetString()!) : Refused;
        report.Count(answer.Code == 0 ? "read" : Refused);
        string ours = Ours(xml, out string? why);
        report.Compare(Beyond(theirs, ours), Beyond(ours, theirs), () => $"{xml}\n{answer.Message}{why}");
    }

    // The lines that the other has not.
    private static string Beyond(string facts, string other) => string.Join('\n', facts.Split('\n').Except(other.Split('\n')));

    private static string Ours(string xml, out string? why)
    {
        why = null;
        try
        {
            return DomainFacts.Of(DomainDocument.Parse(xml).Definition);
        }
        catch (CpuException e)
        {
            // With several mistakes in one document, the one found first decides the kind.
            why = e.Message;
            return Refused;
        }
    }
}
