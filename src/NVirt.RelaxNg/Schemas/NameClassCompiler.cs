using NVirt.RelaxNg.DataTypes;
using NVirt.RelaxNg.Patterns;
using NVirt.Xml;

namespace NVirt.RelaxNg.Schemas;

/// <summary>Builds name classes from their elements (sections 4.8 to 4.10 and 4.16 of the specification).</summary>
internal static class NameClassCompiler
{
    private const string Declarations = "http://www.w3.org/2000/xmlns";

    /// <summary>The names of an element or attribute pattern.</summary>
    public static NameClass Compile(SchemaElement pattern)
    {
        bool isAttribute = pattern.Name == "attribute";
        NameClass names = pattern["name"] is { } name
            ? new NameClass.SimpleName(Resolve(pattern, name, isAttribute ? pattern["ns"] ?? string.Empty : pattern.Namespace))
            : Compile(pattern.Children[0], Within.Nothing);
        if (isAttribute && Forbidden(names))
        {
            throw pattern.Error(Messages.Schema_Xmlns);
        }

        return names;
    }

    private static NameClass Compile(SchemaElement element, Within within) => element.Name switch
    {
        "name" => new NameClass.SimpleName(Resolve(element, Blanks.Trim(element.Text), element.Namespace)),
        "choice" => Either(element, within),
        "anyName" => within == Within.Nothing
            ? new NameClass.AnyName(Except(element, Within.AnyName))
            : throw element.Error(Text.Of(Messages.Schema_NotInExcept, element.Name)),
        _ => within != Within.NamespaceName
            ? new NameClass.NamespaceName(element.Namespace, Except(element, Within.NamespaceName))
            : throw element.Error(Text.Of(Messages.Schema_NotInExcept, element.Name)),
    };

    private static NameClass? Except(SchemaElement element, Within within) => element.Children is [var except] ? Either(except, within)
        : null;

    private static NameClass Either(SchemaElement element, Within within) =>
        Either([.. element.Children.Select(c => Compile(c, within))]);

    // Built as a shallow tree, however many there are.
    private static NameClass Either(ReadOnlySpan<NameClass> classes) => classes is [var only]
        ? only
        : new NameClass.Either(Either(classes[..(classes.Length / 2)]), Either(classes[(classes.Length / 2)..]));

    private static Name Resolve(SchemaElement element, string name, string @namespace) => name.Split(':') switch
    {
        [var local] when NameForms.IsNcName(local) => new Name(@namespace, local),
        [var prefix, var local] when NameForms.IsNcName(prefix) && NameForms.IsNcName(local) => element.Namespaces.Find(prefix) is { } uri
            ? new Name(uri, local)
            : throw element.Error(Text.Of(Messages.Schema_Prefix, prefix)),
        _ => throw element.Error(Text.Of(Messages.Schema_NotAName, name)),
    };

    // Namespace declarations are not attributes.
    private static bool Forbidden(NameClass names) => names switch
    {
        NameClass.SimpleName simple => simple.Name is { Namespace: Declarations } or { Namespace: "", Local: "xmlns" },
        NameClass.NamespaceName all => all.Uri == Declarations || (all.Except is not null && Forbidden(all.Except)),
        NameClass.AnyName all => all.Except is not null && Forbidden(all.Except),
        NameClass.Either either => Forbidden(either.First) || Forbidden(either.Second),
        _ => false,
    };

    /// <summary>The name class that an except belongs to.</summary>
    private enum Within
    {
        Nothing,
        AnyName,
        NamespaceName,
    }
}
