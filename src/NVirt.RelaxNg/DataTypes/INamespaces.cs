namespace NVirt.RelaxNg.DataTypes;

/// <summary>The namespaces that are declared where a value stands: names with a prefix need them.</summary>
internal interface INamespaces
{
    /// <summary>The URI of a prefix, empty for none; <see langword="null"/> if it is not declared.</summary>
    public string? Find(string prefix);
}
