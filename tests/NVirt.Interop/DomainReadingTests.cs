using System.Text.RegularExpressions;
using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Testing;

namespace NVirt.Interop;

/// <summary>Domains read by libvirt's test driver and by us: what libvirt prints is what we read.</summary>
public sealed partial class DomainReadingTests(Libvirt libvirt)
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
            Compare(documents.Next(), report, known: []);
        }

        report.Finish("domains read");
        report.RequireEach(RunSettings.Times(Usual) / 10, ReadingDifferences.Read, Refused);
    }

    [Fact]
    public void Shared_domains_mean_what_libvirt_says()
    {
        ReadingDifferences.Row[] known = ReadingDifferences.All();
        Report report = new();
        foreach (string file in Directory.EnumerateFiles(Places.Shared("conformance", "data"), "*.xml").Order(StringComparer.Ordinal))
        {
            string xml = File.ReadAllText(file);
            if (xml.StartsWith("<domain ", StringComparison.Ordinal))
            {
                // The test driver accepts what every driver accepts, but only domains of its own type.
                Compare(DomainType().Replace(xml, "<domain type='test'", 1), report, known);
            }
        }

        report.Finish("shared domains read");
        report.RequireEach(100, ReadingDifferences.Read);
    }

    [Fact]
    public void Every_row_of_the_table_is_a_difference()
    {
        foreach (ReadingDifferences.Row row in ReadingDifferences.All())
        {
            string xml =
                $"<domain "
                    + $"type='test'><name>a</name>{Unless(row, "<memory", "<memory>4096</memory>")}"
                    + $"{Unless(row, "<os", "<os><type>hvm</type></os>")}"
                + $"{Unless(row, "<vcpu>", "<vcpu>2</vcpu>")}{row.Part}</domain>";
            string theirs = Outcome(AskLibvirt(xml));
            string ours = Outcome(AskUs(xml));
            Assert.True(row.Covers(theirs, ours), $"{xml}\nlibvirt: {theirs}\nNVirt: {ours}");
        }
    }

    private static string Unless(ReadingDifferences.Row row, string isThere, string part) =>
        row.Part.Contains(isThere, StringComparison.Ordinal) ? string.Empty : part;

    private void Compare(string xml, Report report, ReadingDifferences.Row[] known)
    {
        var theirs = AskLibvirt(xml);
        var ours = AskUs(xml);
        if (Array.Exists(known, r => r.Covers(Outcome(theirs), Outcome(ours))))
        {
            report.Count("told in the table");
            return;
        }

        // If a document has several mistakes, the two may find different ones first.
        string read = theirs.Facts ?? Refused;
        string readByUs = ours.Facts ?? Refused;
        report.Count(theirs.Facts is null ? Refused : ReadingDifferences.Read);
        report.Compare(Beyond(read, readByUs), Beyond(readByUs, read), () => $"{xml}\n{theirs.Refusal}{ours.Refusal}");
    }

    private (string? Facts, string? Refusal) AskLibvirt(string xml)
    {
        LibvirtAnswer answer = libvirt.Ask("test", "describeDomain", xml);
        return answer.Code == 0 ? (LibvirtFacts.Of(answer.Value.GetString()!), null) : (null, answer.Message);
    }

    private static (string? Facts, string? Refusal) AskUs(string xml)
    {
        try
        {
            return (DomainFacts.Of(DomainDocument.Parse(xml).Definition), null);
        }
        catch (CpuException e)
        {
            return (null, e.Message);
        }
    }

    private static string Outcome((string? Facts, string? Refusal) answer) => answer.Refusal ?? ReadingDifferences.Read;

    // The lines that the other lacks.
    private static string Beyond(string facts, string other) => string.Join('\n', facts.Split('\n').Except(other.Split('\n')));

    [GeneratedRegex("^<domain type='[a-z]+'", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex DomainType();
}
