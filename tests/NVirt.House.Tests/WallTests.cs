using System.Xml;
using System.Xml.Linq;
using NVirt.Testing;

namespace NVirt.House.Tests;

/// <summary>What a project does not publish stays inside it.</summary>
public sealed class WallTests
{
    [Fact]
    public void Internals_are_open_to_tests_only()
    {
        string[] own = [.. SourceProject.ProjectFiles.Select(p => Path.GetFileNameWithoutExtension(p.Path))];
        Report.None(
            "open the internals of a project to another source project; make public what it needs, or move it there",
            Items("InternalsVisibleTo").Where(i => own.Contains(Include(i.Item).Split(',')[0])).Select(Line)
                .Concat(SourceFile.Below("src").Where(f => f.Text.Contains("InternalsVisibleTo(", StringComparison.Ordinal))
                .Select(f => f.Path)));
    }

    [Fact]
    public void Sources_belong_to_one_project() => Report.None(
        "compile sources of another project; refer to that project instead",
        Items("Compile").Concat(Items("EmbeddedResource").Where(i => Include(i.Item).EndsWith(".resx", StringComparison.Ordinal)))
            .Where(i => Include(i.Item).Contains("../", StringComparison.Ordinal)).Select(Line));

    private static IEnumerable<(string Path, XElement Item)> Items(string name) =>
        SourceProject.ProjectFiles.SelectMany(
            p => p.Document.Descendants(name).Where(i => i.Attribute("Include") is not null).Select(i => (p.Path, i)));

    private static string Include(XElement item) => item.Attribute("Include")!.Value;

    private static string Line((string Path, XElement Item) item) =>
        $"{item.Path}:{((IXmlLineInfo)item.Item).LineNumber}: {Include(item.Item)}";
}
