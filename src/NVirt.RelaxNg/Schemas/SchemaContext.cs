using NVirt.RelaxNg.DataTypes;

namespace NVirt.RelaxNg.Schemas;

/// <summary>The context of a value in a schema.</summary>
/// <param name="namespaces">The namespaces in scope.</param>
/// <param name="budget">The remaining budget for reading the schema.</param>
internal sealed class SchemaContext(NamespaceScope namespaces, Budget budget) : ITextContext
{
    public Budget Budget => budget;

    public string? Find(string prefix)
    {
        budget.Spend(Limits.Namespaces / 16);
        return namespaces.Find(prefix);
    }
}
