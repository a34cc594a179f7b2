using System.Text;

namespace NVirt.Interop;

/// <summary>Every schema that libvirt installs, and ours: xmllint, jing and NVirt say the same of every document.</summary>
public sealed class ValidationTests(Libvirt libvirt)
{
    private const int LeastDocuments = 3000;
    private const int UsuallyBroken = 200;
    private const string Unchanged = "as it was";

    private const string Installed = "/usr/share/libvirt/schemas";
    private static readonly string Ours = Path.Combine(Places.Root, "schemas");

    [Fact]
    public void Validators_agree_on_every_document()
    {
        Disagreements.Row[] known = [];
        ValidDocuments documents = new(libvirt);
        Random random = new(RunSettings.Seed);
        Report report = new();
        foreach (string schema in Whole(Installed))
        {
            Compare(schema, documents.OfTheirs(Path.GetFileNameWithoutExtension(schema)), random, report, known);
        }

        foreach (string schema in Whole(Ours))
        {
            Compare(schema, documents.OfOurs(Path.GetFileNameWithoutExtension(schema)), random, report, known);
        }

        report.Finish("documents validated");
        report.RequireEach(RunSettings.Times(LeastDocuments) / 3, "valid", "invalid");
    }

    private static string[] Whole(string folder)
    {
        if (!Directory.Exists(folder))
        {
            Peer.Missing($"{folder} is not there; {SchemaPeers.Packages}");
        }

        return [.. Schemas(folder).Where(HasStart)];
    }

    private static IEnumerable<string> Schemas(string folder) => Directory.EnumerateFiles(folder, "*.rng").Order(StringComparer.Ordinal);

    private static bool HasStart(string schema) => File.ReadAllText(schema).Contains("<start>", StringComparison.Ordinal);

    private static void Compare(string schema, string[] valid, Random random, Report report, Disagreements.Row[] known)
    {
        Assert.True(valid.Length > 0, $"there is no document for {schema}");
        int each = Math.Max(1, RunSettings.Times(UsuallyBroken) / valid.Length);
        (string Change, string Xml)[] all = [.. valid.Select(x => (Unchanged, x)), .. valid.SelectMany(x => BrokenDocuments.Of(x, each, random))];
        using TempFolder folder = new();
        for (int i = 0; i < all.Length; i++)
        {
            folder.Write($"{i}.xml", Encoding.UTF8.GetBytes(all[i].Xml));
        }

        bool[] xmllint = SchemaPeers.Xmllint(schema, folder.Root, all.Length);
        bool[] jing = SchemaPeers.Jing(schema, folder.Root, all.Length);
        for (int i = 0; i < all.Length; i++)
        {
            report.Count(jing[i] ? "valid" : "invalid");
            if (xmllint[i] != jing[i]) Console.WriteLine($"{Path.GetFileName(schema)} {all[i].Change} xmllint {xmllint[i]} jing {jing[i]}");
        }
    }
}
