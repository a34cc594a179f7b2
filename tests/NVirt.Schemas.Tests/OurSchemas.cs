using System.Collections.Concurrent;

namespace NVirt.Schemas.Tests;

/// <summary>The schemas in schemas/, and what they say of documents.</summary>
internal static class OurSchemas
{
    private static readonly ConcurrentDictionary<string, RelaxNgSchema> Loaded = new(StringComparer.Ordinal);

    public static IReadOnlyList<RelaxNgError> Validate(string schema, string xml) => Loaded
        .GetOrAdd(schema, name => RelaxNgSchema.Load(Path.Combine(Places.Root, "schemas", name + ".rng")))
        .Validate(xml);

    public static void Accepts(string schema, string xml) => Assert.True(Validate(schema, xml) is [], $"{xml}\n{string.Join('\n', Validate(schema, xml))}");

    /// <summary>Whether the document is refused for one reason, and for the right one.</summary>
    /// <param name="schema">The name of the schema.</param>
    /// <param name="xml">The document.</param>
    /// <param name="element">The element that is wrong, or <see langword="null"/> for any.</param>
    /// <param name="attribute">The attribute of it that is wrong, or <see langword="null"/> if it is none.</param>
    public static void Refuses(string schema, string xml, string? element = null, string? attribute = null)
    {
        RelaxNgError error = Assert.Single(Validate(schema, xml));
        if (element is not null)
        {
            Assert.Equal((element, attribute), (error.Element, error.Attribute));
        }
    }
}
