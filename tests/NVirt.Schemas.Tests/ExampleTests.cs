using System.Xml.Linq;
using NVirt.Testing;

namespace NVirt.Schemas.Tests;

/// <summary>The examples in documents are valid, except the one that is meant to be refused.</summary>
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
