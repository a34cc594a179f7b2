using NVirt.Xml;

namespace NVirt.RelaxNg.Schemas;

/// <summary>The definitions of a grammar element, including those of included files (section 4.7 of the specification).</summary>
internal sealed class Grammar
{
    private readonly Dictionary<string, Definition> _definitions = new(StringComparer.Ordinal);
    private readonly SchemaFiles _files;

    /// <summary>Collects the definitions.</summary>
    /// <param name="element">The grammar element.</param>
    /// <param name="outer">The grammar around it, or <see langword="null"/>.</param>
    /// <param name="files">Opens included files.</param>
    public Grammar(SchemaElement element, Grammar? outer, SchemaFiles files)
    {
        Outer = outer;
        _files = files;
        Collect(element, null);
        if (Start.Places.Count == 0)
        {
            throw element.Error(Messages.Schema_NoStart);
        }
    }

    public Grammar? Outer { get; }

    public Definition Start { get; } = new(null);

    public IEnumerable<Definition> Definitions => _definitions.Values;

    public Definition? Find(string name) => _definitions.GetValueOrDefault(name);

    private void Collect(SchemaElement parent, Overrides? overrides)
    {
        foreach (SchemaElement child in parent.Children)
        {
            switch (child.Name)
            {
                case "div" or "include":
                    SchemaElement? outer = _files.Work.Enter(child);
                    if (child.Name == "div")
                    {
                        Collect(child, overrides);
                    }
                    else
                    {
                        Include(child, overrides);
                    }

                    _files.Work.Leave(outer);
                    break;
                default:
                    Add(child, overrides);
                    break;
            }
        }
    }

    private void Add(SchemaElement place, Overrides? overrides)
    {
        string? name = place.Name == "start" ? null : NamesOf(place);
        if (overrides?.Replaces(name) == true)
        {
            return;
        }

        Definition? definition = name is null ? Start : Find(name);
        if (definition is null)
        {
            _definitions[name!] = definition = new Definition(name);
        }

        definition.Add(place);
    }

    private void Include(SchemaElement include, Overrides? outer)
    {
        Overrides overrides = new(outer);
        Name(include, overrides);
        _files.Read(include, root =>
        {
            if (root.Name != "grammar")
            {
                throw include.Error(Text.Of(Messages.Schema_NoGrammar, include.Required("href"), root.Name));
            }

            Collect(root, overrides);
            return root;
        });
        if (overrides.Unused is { } unused)
        {
            throw include.Error(Text.Of(unused.Length == 0 ? Messages.Schema_NoStartToReplace : Messages.Schema_NothingToReplace, unused));
        }

        Collect(include, outer);
    }

    private static void Name(SchemaElement parent, Overrides overrides)
    {
        foreach (SchemaElement child in parent.Children)
        {
            if (child.Name == "div")
            {
                Name(child, overrides);
            }
            else
            {
                overrides.Add(child.Name == "start" ? null : NamesOf(child));
            }
        }
    }

    private static string NamesOf(SchemaElement define) => define.Required("name") is var name && DataTypes.NameForms.IsNcName(name)
        ? name
        : throw define.Error(Text.Of(Messages.Schema_NotAName, name));

    /// <summary>The definitions inside an include element, which replace those of its file.</summary>
    private sealed class Overrides(Overrides? outer)
    {
        private readonly HashSet<string> _names = new(StringComparer.Ordinal);
        private readonly HashSet<string> _used = new(StringComparer.Ordinal);

        /// <summary>A name that replaces nothing in the file; empty for the start.</summary>
        public string? Unused => _names.FirstOrDefault(n => !_used.Contains(n));

        public void Add(string? name) => _names.Add(name ?? string.Empty);

        /// <summary>Whether a definition is replaced here or in an outer include.</summary>
        public bool Replaces(string? name)
        {
            bool isReplaced = _names.Contains(name ?? string.Empty);
            if (isReplaced)
            {
                _used.Add(name ?? string.Empty);
            }

            return isReplaced || outer?.Replaces(name) == true;
        }
    }
}
