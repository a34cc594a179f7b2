using System.Xml.Linq;
using NVirt.RelaxNg;
using NVirt.Testing;

namespace NVirt.Interop.RelaxNg;

/// <summary>Every schema that libvirt installs, and ours: xmllint, jing and NVirt agree about every document.</summary>
public sealed class ValidationTests(Libvirt libvirt)
{
    private const int LeastDocuments = 3000;
    private const int UsuallyBroken = 200;
    private const string Unchanged = "as it was";
    private const string Documents = "documents";

    private const string Installed = "/usr/share/libvirt/schemas";
    private static readonly string Ours = Path.Combine(Places.Root, "schemas");

    [Fact]
    public void Validators_agree_on_every_document()
    {
        Disagreements.Row[] known = Disagreements.All();
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

        report.Finish("validated");
        report.RequireEach(LeastDocuments, Documents);
        report.RequireEach(LeastDocuments / 3, "valid", "invalid");
    }

    [Fact]
    public void A_schema_that_is_only_a_part_of_others_is_refused_by_xmllint_too()
    {
        using TempFolder folder = new();
        folder.Write("0.xml", "<cpu/>");
        string[] parts = [.. Schemas(Installed).Concat(Schemas(Ours)).Except(Whole(Installed)).Except(Whole(Ours))];
        Assert.NotEmpty(parts);
        Assert.All(parts, part =>
        {
            Assert.Throws<RelaxNgSchemaException>(() => RelaxNgSchema.Load(part));
            Assert.Contains("failed to compile", SchemaPeers.Run("xmllint", folder.Root, ["--noout", "--relaxng", part, "0.xml"]),
                StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Every_row_of_the_table_is_a_disagreement()
    {
        foreach (Disagreements.Row row in Disagreements.All())
        {
            string example = Path.Combine(Disagreements.Folder, row.Case);
            var (xmllint, jing, problem) = Verdicts.Of(example + ".rng", [File.ReadAllText(example + ".xml")])[0];
            Assert.Equal((row.Xmllint, row.Jing, row.Ours), (xmllint, jing, problem is null));
        }
    }

    // Schemas that are not only parts of others.
    private static string[] Whole(string folder) => [.. Schemas(folder).Where(HasStart)];

    private static IEnumerable<string> Schemas(string folder)
    {
        Needs.Package(Directory.Exists(folder), $"{folder} is not there; {SchemaPeers.Packages}");

        return Directory.EnumerateFiles(folder, "*.rng").Order(StringComparer.Ordinal);
    }

    private static bool HasStart(string schema) => XElement.Load(schema).Elements().Any(e => e.Name.LocalName == "start");

    private static void Compare(string schema, string[] valid, Random random, Report report, Disagreements.Row[] known)
    {
        Assert.True(valid.Length > 0, $"there is no document for {schema}");
        int each = Math.Max(1, RunSettings.Times(UsuallyBroken) / valid.Length);
        (string Change, string Xml)[] all =
            [.. valid.Select(x => (Unchanged, x)), .. valid.SelectMany(x => BrokenDocuments.Of(x, each, random))];
        Verdicts verdicts = Verdicts.Of(schema, [.. all.Select(d => d.Xml)]);
        for (int i = 0; i < all.Length; i++)
        {
            var (xmllint, jing, problem) = verdicts[i];
            report.Count(Documents);
            report.Count(Word(jing));
            report.Compare(Expected(all[i].Change, xmllint, jing, report, known), Word(problem is null),
                () => $"{schema}, {all[i].Change}: {problem}\n{all[i].Xml}");
        }
    }

    private static string Expected(string change, bool xmllint, bool jing, Report report, Disagreements.Row[] known)
    {
        if (xmllint == jing)
        {
            return Word(jing);
        }

        report.Count("told in the table");
        return Array.Find(known, r => r.Covers(change, xmllint, jing)) is { } row
            ? Word(row.Ours)
            : $"xmllint {Word(xmllint)}, jing {Word(jing)}";
    }

    private static string Word(bool isValid) => isValid ? "valid" : "invalid";
}
