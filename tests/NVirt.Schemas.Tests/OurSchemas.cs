using System.Collections.Concurrent;
using NVirt.RelaxNg;
using NVirt.Testing;

namespace NVirt.Schemas.Tests;

/// <summary>The schemas in schemas/, and their errors for documents.</summary>
internal static class OurSchemas
{
    private static readonly ConcurrentDictionary<string, RelaxNgSchema> Loaded = new(StringComparer.Ordinal);

    public static IReadOnlyList<RelaxNgError> Validate(string schema, string xml) => Loaded
        .GetOrAdd(schema, name => RelaxNgSchema.Load(Path.Combine(Places.Root, "schemas", name + ".rng")))
        .Validate(xml);

    public static void Accepts(string schema, string xml) =>
        Assert.True(Validate(schema, xml) is [], $"{xml}\n{string.Join('\n', Validate(schema, xml))}");

    /// <summary>Whether the document is refused for exactly one reason, the expected one.</summary>
    /// <param name="schema">The name of the schema.</param>
    /// <param name="xml">The document.</param>
    /// <param name="element">The element that is wrong, or <see langword="null"/> for any.</param>
    /// <param name="attribute">Its wrong attribute, or <see langword="null"/> if it is not about one.</param>
    public static void Refuses(string schema, string xml, string? element = null, string? attribute = null)
    {
        RelaxNgError error = Assert.Single(Validate(schema, xml));
        if (element is not null)
        {
            Assert.Equal((element, attribute), (error.Element, error.Attribute));
        }
    }
}
