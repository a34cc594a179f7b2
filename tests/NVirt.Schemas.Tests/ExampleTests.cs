using System.Xml.Linq;

namespace NVirt.Schemas.Tests;

/// <summary>The examples that documents show are valid, but for the one that is there to be refused.</summary>
public sealed class ExampleTests
{
    [Fact]
    public void All_but_the_bad_one_are_valid()
    {
        string[] invalid =
        [
            .. Directory.EnumerateFiles(Path.Combine(Places.Root, "docs", "examples"), "*.xml")
                .Where(f => OurSchemas.Validate(XElement.Load(f).Name.LocalName, File.ReadAllText(f)).Count > 0)
                .Select(Path.GetFileName)!,
        ];
        Assert.Equal(["bad.xml"], invalid);
    }
}
