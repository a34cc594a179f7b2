using NVirt.Xml;

namespace NVirt.RelaxNg.Schemas;

/// <summary>The namespaces in scope at an element of a schema.</summary>
/// <param name="outer">The scope of the parent element.</param>
/// <param name="prefix">The prefix that is declared here.</param>
/// <param name="uri">Its namespace.</param>
internal sealed class NamespaceScope(NamespaceScope? outer, string prefix, string uri)
{
    private readonly int _count = outer is null ? 1
        : outer._count < Limits.Namespaces ? outer._count + 1
        : throw new LimitException(Text.Of(Messages.Limit_Namespaces, Limits.Namespaces));

    /// <summary>The empty scope.</summary>
    public static NamespaceScope Outermost { get; } = new(outer: null, "xml", "http://www.w3.org/XML/1998/namespace");

    private NamespaceScope? Outer => outer;

    /// <summary>The URI of a prefix, empty for none; <see langword="null"/> if it is not declared.</summary>
    public string? Find(string name)
    {
        for (NamespaceScope? scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope.Prefix == name)
            {
                return scope.Uri;
            }
        }

        return name.Length == 0 ? string.Empty : null;
    }

    private string Prefix => prefix;

    private string Uri => uri;
}
