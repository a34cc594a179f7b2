using NVirt.RelaxNg.DataTypes;

namespace NVirt.RelaxNg.Schemas;

/// <summary>The namespaces that are declared at an element of a schema.</summary>
/// <param name="outer">Those of the element around it.</param>
/// <param name="prefix">The prefix that is declared here.</param>
/// <param name="uri">Its namespace.</param>
internal sealed class NamespaceScope(NamespaceScope? outer, string prefix, string uri) : INamespaces
{
    /// <summary>Where nothing is declared.</summary>
    public static NamespaceScope Outermost { get; } = new(outer: null, "xml", "http://www.w3.org/XML/1998/namespace");

    public string? Find(string name) => name == prefix ? uri : outer is not null ? outer.Find(name) : name.Length == 0 ? string.Empty : null;
}
