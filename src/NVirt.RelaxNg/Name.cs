namespace NVirt.RelaxNg;

/// <summary>The name of an element or attribute.</summary>
/// <param name="Namespace">The URI of its namespace; empty for none.</param>
/// <param name="Local">The name in that namespace.</param>
internal sealed record Name(string Namespace, string Local)
{
    /// <summary>The form for messages: with the namespace in braces, if there is one.</summary>
    public override string ToString() => Namespace.Length == 0 ? Local : $"{{{Namespace}}}{Local}";
}
