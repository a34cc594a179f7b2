namespace NVirt.Domains.Documents.Devices;

/// <summary>The facts of a device as the elements in which they are written.</summary>
internal sealed class FactElement(string name)
{
    public string Name { get; } = name;

    public List<(string Name, string Value)> Attributes { get; } = [];

    public List<FactElement> Children { get; } = [];

    public static FactElement Of(DeviceFacts facts)
    {
        FactElement device = new(facts.Element);
        foreach (DeviceFact fact in facts.All)
        {
            FactElement element = fact.Path.Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate(device, (e, n) => e.Child(n));
            element.Attributes.RemoveAll(a => a.Name == fact.Attribute);
            element.Attributes.Add((fact.Attribute, fact.Value));
        }

        return device;
    }

    private FactElement Child(string name)
    {
        if (Children.Find(c => c.Name == name) is { } there)
        {
            return there;
        }

        FactElement child = new(name);
        Children.Add(child);
        return child;
    }
}
