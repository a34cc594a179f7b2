using NVirt.Xml;

namespace NVirt.Domains.Documents;

/// <summary>Lists the parts of a document that no interpreter looked up.</summary>
internal sealed class Uninterpreted(WholeDocument document, SourceText source)
{
    // These say nothing about the machine.
    private static readonly string[] Harmless = ["metadata", "description", "title"];

    private readonly List<UninterpretedPart> _found = [];

    public IReadOnlyList<UninterpretedPart> Find(Element root)
    {
        Inside(root, "/" + root.Name, e => !Harmless.Contains(e.Name));
        return _found;
    }

    // The contents of an unknown element are not listed one by one.
    private void Inside(Element element, string path, Func<Element, bool>? matters = null)
    {
        foreach (ElementAttribute attribute in element.Attributes)
        {
            if (!document.IsAsked(attribute.At))
            {
                Add($"{path}/@{source.NameAt(source.OffsetOf(attribute.At))}", attribute.At);
            }
        }

        if (!document.IsTextAsked(element) && element.HasOwnText)
        {
            Add(path + "/text()", element.At);
        }

        Children(element, path, matters);
    }

    private void Children(Element element, string path, Func<Element, bool>? matters)
    {
        Dictionary<string, int> total = [];
        foreach (Element child in element.Children)
        {
            string name = NameOf(child);
            total[name] = total.GetValueOrDefault(name) + 1;
        }

        Dictionary<string, int> seen = [];
        foreach (Element child in element.Children)
        {
            string name = NameOf(child);
            int number = seen[name] = seen.GetValueOrDefault(name) + 1;
            string childPath = total[name] == 1 ? $"{path}/{name}" : $"{path}/{name}[{number}]";
            if (document.IsAsked(child.At))
            {
                Inside(child, childPath);
            }
            else if (matters?.Invoke(child) != false)
            {
                Add(childPath, child.At);
            }
        }
    }

    private string NameOf(Element element) => element.Name.Length > 0 ? element.Name : source.NameAt(source.OffsetOf(element.At) + 1);

    private void Add(string path, Position at) => _found.Add(new UninterpretedPart(path, new DomainPlace(at.Line, at.Column)));
}
