using NVirt.Xml;

namespace NVirt.RelaxNg.Schemas;

/// <summary>What RELAX NG's own elements may contain (section 3 of the specification).</summary>
internal static class Vocabulary
{
    private const int Any = int.MaxValue;

    private static readonly string[] Patterns =
    [
        "element", "attribute", "group", "interleave", "choice", "optional", "zeroOrMore", "oneOrMore", "list", "mixed", "ref", "parentRef",
        "empty", "value", "data", "notAllowed", "externalRef", "grammar", "text",
    ];

    private static readonly string[] NameClasses = ["name", "anyName", "nsName", "choice"];
    private static readonly string[] Definitions = ["start", "define", "div"];

    private static readonly Dictionary<string, Rule> Rules = new(StringComparer.Ordinal)
    {
        ["element"] = new(["name?"], Patterns, 1, Any),
        ["attribute"] = new(["name?"], Patterns, 0, 1),
        ["group"] = new([], Patterns, 1, Any),
        ["interleave"] = new([], Patterns, 1, Any),
        ["choice"] = new([], Patterns, 1, Any),
        ["optional"] = new([], Patterns, 1, Any),
        ["zeroOrMore"] = new([], Patterns, 1, Any),
        ["oneOrMore"] = new([], Patterns, 1, Any),
        ["list"] = new([], Patterns, 1, Any),
        ["mixed"] = new([], Patterns, 1, Any),
        ["ref"] = new(["name"], [], 0, 0),
        ["parentRef"] = new(["name"], [], 0, 0),
        ["empty"] = new([], [], 0, 0),
        ["text"] = new([], [], 0, 0),
        ["notAllowed"] = new([], [], 0, 0),
        ["value"] = new(["type?"], [], 0, 0, HasText: true),
        ["data"] = new(["type"], ["param", "except"], 0, Any),
        ["param"] = new(["name"], [], 0, 0, HasText: true),
        ["externalRef"] = new(["href"], [], 0, 0),
        ["grammar"] = new([], [.. Definitions, "include"], 0, Any),
        ["div"] = new([], [.. Definitions, "include"], 0, Any),
        ["start"] = new(["combine?"], Patterns, 1, 1),
        ["define"] = new(["name", "combine?"], Patterns, 1, Any),
        ["include"] = new(["href"], Definitions, 0, Any),
        ["name"] = new([], [], 0, 0, HasText: true),
        ["anyName"] = new([], ["except"], 0, 1),
        ["nsName"] = new([], ["except"], 0, 1),
    };

    private static readonly Rule NameChoice = new([], NameClasses, 1, Any);
    private static readonly Rule DataExcept = new([], Patterns, 1, Any);

    public static bool IsPattern(string name) => Array.IndexOf(Patterns, name) >= 0;

    /// <summary>Whether an element contains text and no other elements.</summary>
    public static bool HasText(string name) => Rules.GetValueOrDefault(name)?.HasText == true;

    /// <summary>Refuses what an element must not contain.</summary>
    /// <param name="element">The element; it must be complete.</param>
    /// <param name="isNameClass">Whether it is part of a name class.</param>
    public static void Check(SchemaElement element, bool isNameClass = false)
    {
        Rule rule = element.Name switch
        {
            "choice" or "except" when isNameClass => NameChoice,
            "except" => DataExcept,
            _ => Rules.TryGetValue(element.Name, out Rule? known) ? known
                : throw element.Error(Text.Of(Messages.Schema_UnknownElement, element.Name)),
        };
        CheckAttributes(element, rule);
        int first = 0;
        if (element.Name is "element" or "attribute" && element["name"] is null)
        {
            if (element.Children.Count == 0 || Array.IndexOf(NameClasses, element.Children[0].Name) < 0)
            {
                throw element.Error(Text.Of(Messages.Schema_NoName, element.Name));
            }

            Check(element.Children[first++], isNameClass: true);
        }

        CheckChildren(element, rule, first, isNameClass);
    }

    private static void CheckChildren(SchemaElement element, Rule rule, int first, bool isNameClass)
    {
        if (element.Children.Count - first < rule.Least)
        {
            throw element.Error(Text.Of(Messages.Schema_TooFew, element.Name));
        }

        for (int i = first; i < element.Children.Count; i++)
        {
            SchemaElement child = element.Children[i];
            if (Array.IndexOf(rule.Children, child.Name) < 0)
            {
                throw child.Error(Text.Of(Messages.Schema_WrongPlace, child.Name, element.Name));
            }

            if (i - first >= rule.Most || (child.Name == "except" && i != element.Children.Count - 1))
            {
                throw element.Children[i].Error(Text.Of(Messages.Schema_TooMany, child.Name, element.Name));
            }

            Check(child, isNameClass || element.Name is "anyName" or "nsName");
        }
    }

    private static void CheckAttributes(SchemaElement element, Rule rule)
    {
        foreach (string name in element.Attributes.Keys.Where(n => n is not ("ns" or "datatypeLibrary") && !rule.Has(n)))
        {
            throw element.Error(Text.Of(Messages.Schema_WrongAttribute, name, element.Name));
        }

        foreach (string name in rule.Attributes.Where(n => !n.EndsWith('?') && element[n] is null))
        {
            throw element.Error(Text.Of(Messages.Schema_NoAttribute, element.Name, name));
        }
    }

    /// <summary>What an element may contain.</summary>
    /// <param name="Attributes">Its attributes other than ns and datatypeLibrary; a question mark means optional.</param>
    /// <param name="Children">The allowed child elements.</param>
    /// <param name="Least">The minimum number of children.</param>
    /// <param name="Most">The maximum number of children.</param>
    /// <param name="HasText">Whether it contains text instead.</param>
    private sealed record Rule(string[] Attributes, string[] Children, int Least, int Most, bool HasText = false)
    {
        public bool Has(string attribute) => Array.Exists(Attributes, a => a.TrimEnd('?') == attribute);
    }
}
