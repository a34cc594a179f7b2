using System.Xml.Linq;
using NVirt.RelaxNg;
using NVirt.RelaxNg.Patterns;
using NVirt.Testing;

namespace NVirt.Schemas.Tests;

/// <summary>The conformance documents are valid, unless they are there to be refused.</summary>
public sealed class SharedDocumentTests
{
    // What breaks a rule that a schema can say. The last two are read, but not written so (docs/validate.md).
    private static readonly string[] Invalid =
    [
        "domain-extra-addr-limit-emulate.xml",
        "domain-extra-bad-policy.xml",
        "domain-extra-cache-l4.xml",
        "domain-extra-cache-two.xml",
        "domain-extra-feature-no-model.xml",
        "domain-extra-hp-legacy-vendor.xml",
        "domain-extra-hv-retries.xml",
        "domain-extra-hv-unknown.xml",
        "domain-extra-hv-vendor-comma.xml",
        "domain-extra-topo-zero.xml",
        "domain-extra-vendor-no-model.xml",
        "domain-extra-vendorid-short.xml",
        "domain-extra-no-policy.xml",
        "rule-decode-ignore-decode-host-flag-1-expect.xml",
    ];

    [Fact]
    public void All_but_those_that_break_a_rule_are_valid()
    {
        List<string> invalid = [];
        string[] files = [.. Directory.EnumerateFiles(Places.Shared("conformance", "data"), "*.xml", SearchOption.AllDirectories)];
        foreach (string file in files)
        {
            string xml = File.ReadAllText(file);
            string schema = XElement.Parse(xml).Name.LocalName switch
            {
                "cpuTest" => "cpu",
                var root => root,
            };
            IReadOnlyList<RelaxNgError> errors = OurSchemas.Validate(schema, xml);
            if (errors.Count > 0)
            {
                invalid.Add(Path.GetFileName(file));
                TestContext.Current.TestOutputHelper?.WriteLine($"{file}: {string.Join('\n', errors)}");
            }
        }

        Assert.InRange(files.Length, 600, int.MaxValue);
        Assert.Equal(Invalid.Order(StringComparer.Ordinal), invalid.Order(StringComparer.Ordinal));
    }
}
