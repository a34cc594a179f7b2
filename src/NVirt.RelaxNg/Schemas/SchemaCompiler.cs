using NVirt.RelaxNg.DataTypes;
using NVirt.RelaxNg.Patterns;
using NVirt.Xml;

namespace NVirt.RelaxNg.Schemas;

/// <summary>Builds patterns from the elements of a schema (sections 4.5 to 4.21 of the specification).</summary>
/// <param name="files">Opens the files that it refers to.</param>
internal sealed class SchemaCompiler(SchemaFiles files)
{
    private readonly Queue<Waiting> _contents = [];

    // The budget of the definition whose own patterns are being built.
    private Documentation? _documentation;

    public PatternPool Pool { get; } = new(files.Work.Budget);

    /// <summary>The position of each element pattern, for messages.</summary>
    public Dictionary<ElementPattern, SchemaElement> Sources { get; } = [];

    /// <summary>Builds the pattern of a whole document.</summary>
    public Pattern CompileAll(SchemaElement root)
    {
        Pattern start = Compile(root, null);

        // The contents of elements are built later, since they may contain the element.
        while (_contents.TryDequeue(out Waiting? content))
        {
            _documentation = null;
            files.Work.Place = content.Source;
            IEnumerable<SchemaElement> children = content.Source["name"] is null ? content.Source.Children.Skip(1)
                : content.Source.Children;
            content.Pattern.Content = Group(children, content.Grammar);
        }

        return start;
    }

    private Pattern Compile(SchemaElement element, Grammar? grammar)
    {
        SchemaElement? outer = files.Work.Enter(element);
        Pattern pattern = element.Name switch
        {
            "element" => NewElement(element, grammar),
            "attribute" => NewAttribute(element, grammar),
            "group" => Group(element.Children, grammar),
            "interleave" => Pool.Interleave(element.Children.Select(c => Compile(c, grammar))),
            "choice" => Pool.Choice(element.Children.Select(c => Compile(c, grammar))),
            "optional" => Pool.Optional(Group(element.Children, grammar)),
            "zeroOrMore" => Pool.ZeroOrMore(Group(element.Children, grammar)),
            "oneOrMore" => Pool.OneOrMore(Group(element.Children, grammar)),
            "list" => Pool.List(Group(element.Children, grammar)),
            "mixed" => Pool.Interleave([Group(element.Children, grammar), AnyText.Instance]),
            "empty" => Empty.Instance,
            "text" => AnyText.Instance,
            "notAllowed" => NotAllowed.Instance,
            "value" => NewValue(element),
            "data" => NewData(element, grammar),
            "externalRef" => files.Read(element, root => Compile(root, null)),
            "grammar" => NewGrammar(element, grammar),
            _ => Refer(element, element.Name == "ref" ? grammar : grammar?.Outer),
        };
        files.Work.Leave(outer);
        return pattern;
    }

    private Pattern Group(IEnumerable<SchemaElement> elements, Grammar? grammar)
    {
        Pattern[] parts = [.. elements.Select(e => Compile(e, grammar))];
        return Enumerable.Reverse(parts).Aggregate((Pattern)Empty.Instance, (rest, part) => Pool.Group(part, rest));
    }

    private ElementPattern NewElement(SchemaElement element, Grammar? grammar)
    {
        ElementPattern pattern = Pool.Element(NameClassCompiler.Compile(element));
        Sources[pattern] = element;
        _contents.Enqueue(new Waiting(pattern, element, grammar));
        return pattern;
    }

    private Pattern NewAttribute(SchemaElement element, Grammar? grammar)
    {
        SchemaElement? content = element.Children.Skip(element["name"] is null ? 1 : 0).FirstOrDefault();

        // A definition with an attribute is about that attribute.
        Documentation? outer = _documentation;
        _documentation = null;
        Pattern value = content is null ? AnyText.Instance : Compile(content, grammar);
        _documentation = outer;
        return Pool.Attribute(NameClassCompiler.Compile(element), value);
    }

    // Without a type attribute, a value is a token, whatever the library in scope.
    private Pattern NewValue(SchemaElement element)
    {
        DataType type = element["type"] is { } name ? TypeOf(element, name) : DataTypeLibrary.Token;

        // The namespace of names without a prefix is that of the ns attribute.
        SchemaContext context = new(new NamespaceScope(element.Namespaces, string.Empty, element.Namespace), files.Work.Budget);
        string key = type.Key(element.Text, context)
            ?? throw element.Error(Text.Of(Messages.Schema_Value, MessageText.Value(element.Text), type.Description));
        return Pool.Value(type, key, type.Normalize(element.Text));
    }

    private Pattern NewData(SchemaElement element, Grammar? grammar)
    {
        DataType type = TypeOf(element, element.Required("type"));
        List<Facet> facets = [];
        foreach (SchemaElement parameter in element.Children.Where(c => c.Name == "param"))
        {
            string name = parameter.Required("name");
            try
            {
                // RELAX NG's own two types have no parameters.
                Facet? facet = element.Library.Length == 0 ? null
                    : DataTypeLibrary.NewFacet(type, name, parameter.Text, new SchemaContext(parameter.Namespaces, files.Work.Budget));
                facets.Add(facet ?? throw parameter.Error(Text.Of(Messages.Schema_Parameter, element["type"], name)));
            }
            catch (FormatException problem)
            {
                throw parameter.Error(Text.Of(Messages.Schema_ParameterValue, name, MessageText.Value(parameter.Text), problem.Message));
            }
        }

        SchemaElement? except = element.Children.Find(c => c.Name == "except");
        return Pool.Data(
            facets.Count == 0 ? type : new FacetedType(type, [.. facets], element.Documentation ?? _documentation),
            except is null ? NotAllowed.Instance : Pool.Choice(except.Children.Select(c => Compile(c, grammar))));
    }

    private static DataType TypeOf(SchemaElement element, string name) => DataTypeLibrary.Has(element.Library)
        ? DataTypeLibrary.Find(element.Library, name) ?? throw element.Error(Text.Of(Messages.Schema_Type, name))
        : throw element.Error(Text.Of(Messages.Schema_Library, element.Library));

    // Definitions must be valid even if nothing refers to them.
    private Pattern NewGrammar(SchemaElement element, Grammar? outer)
    {
        Grammar grammar = new(element, outer, files);
        foreach (Definition definition in grammar.Definitions)
        {
            Resolve(definition, grammar, definition.Places[0]);
        }

        return Resolve(grammar.Start, grammar, element);
    }

    private Pattern Refer(SchemaElement element, Grammar? grammar)
    {
        Definition definition = grammar?.Find(element.Required("name"))
            ?? throw element.Error(Text.Of(Messages.Schema_Undefined, element["name"]));
        return Resolve(definition, grammar, element);
    }

    private Pattern Resolve(Definition definition, Grammar grammar, SchemaElement reference)
    {
        if (definition.IsOpen)
        {
            throw reference.Error(Text.Of(Messages.Schema_Endless, reference["name"]));
        }

        if (definition.Pattern is not { } pattern)
        {
            definition.IsOpen = true;
            Documentation? outer = _documentation;
            IEnumerable<Pattern> places = [.. definition.Places.Select(p => PatternOf(p, grammar))];
            _documentation = outer;
            definition.Pattern = pattern = definition.IsInterleave ? Pool.Interleave(places) : Pool.Choice(places);
            definition.IsOpen = false;
        }

        return pattern;
    }

    private Pattern PatternOf(SchemaElement definition, Grammar grammar)
    {
        _documentation = definition.Documentation;
        return Group(definition.Children, grammar);
    }

    /// <summary>An element whose content is not known yet.</summary>
    private sealed record Waiting(ElementPattern Pattern, SchemaElement Source, Grammar? Grammar);
}
