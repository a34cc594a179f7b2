using NVirt.RelaxNg.DataTypes;

namespace NVirt.RelaxNg.Schemas;

/// <summary>What surrounds a value in a schema.</summary>
/// <param name="namespaces">The namespaces that are declared there.</param>
/// <param name="budget">What reading the schema may still cost.</param>
internal sealed class SchemaContext(NamespaceScope namespaces, Budget budget) : ITextContext
{
    public Budget Budget => budget;

    public string? Find(string prefix)
    {
        budget.Spend(Limits.Namespaces / 16);
        return namespaces.Find(prefix);
    }
}
