using System.Globalization;
using NVirt.Xml;

namespace NVirt.Platforms.Trees;

/// <summary>What a node of a tree is.</summary>
public enum TreeKind
{
    /// <summary>Names with values.</summary>
    Map,
    /// <summary>Values in their order.</summary>
    List,
    /// <summary>Text.</summary>
    Text,
    /// <summary>A number.</summary>
    Number,
    /// <summary>True or false.</summary>
    Switch,
    /// <summary>Null, or nothing at all.</summary>
    Nothing,
}

/// <summary>A value of a JSON or YAML document, with its place. Immutable once read.</summary>
public sealed class TreeNode
{
    private readonly Dictionary<string, int>? _places;

    private TreeNode(TreeKind kind, Position at, string text, List<(string Key, TreeNode Value)>? members, List<TreeNode>? items)
    {
        Kind = kind;
        At = at;
        Text = text;
        Members = members ?? [];
        Items = items ?? [];
        if (members is { Count: > 8 })
        {
            _places = new Dictionary<string, int>(members.Count, StringComparer.Ordinal);
            for (int i = 0; i < members.Count; i++)
            {
                _places[members[i].Key] = i;
            }
        }
    }

    /// <summary>What it is.</summary>
    public TreeKind Kind { get; }

    /// <summary>Where it begins: a line and a column; or line 0 and the offset of its first byte.</summary>
    public Position At { get; }

    /// <summary>The text of a value that is neither map nor list, without quotes; otherwise empty.</summary>
    public string Text { get; }

    /// <summary>The members of a map in their order; empty for anything else. Names are unique.</summary>
    public IReadOnlyList<(string Key, TreeNode Value)> Members { get; }

    /// <summary>The elements of a list; empty for anything else.</summary>
    public IReadOnlyList<TreeNode> Items { get; }

    /// <summary>Whether it is a map.</summary>
    public bool IsMap => Kind == TreeKind.Map;

    /// <summary>Whether it is text, a number, or true or false.</summary>
    public bool IsScalar => Kind is TreeKind.Text or TreeKind.Number or TreeKind.Switch;

    internal static TreeNode Map(Position at, List<(string Key, TreeNode Value)> members) =>
        new(TreeKind.Map, at, string.Empty, members, null);

    internal static TreeNode List(Position at, List<TreeNode> items) => new(TreeKind.List, at, string.Empty, null, items);

    internal static TreeNode Scalar(TreeKind kind, Position at, string text) => new(kind, at, text, null, null);

    /// <summary>A member of a map, or <see langword="null"/>.</summary>
    public TreeNode? Find(string name)
    {
        if (_places is not null)
        {
            return _places.TryGetValue(name, out int place) ? Members[place].Value : null;
        }

        foreach ((string key, TreeNode value) in Members)
        {
            if (string.Equals(key, name, StringComparison.Ordinal))
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>A member of a member, and so on, or <see langword="null"/>.</summary>
    public TreeNode? Find(params ReadOnlySpan<string> path)
    {
        TreeNode? node = this;
        foreach (string name in path)
        {
            node = node?.Find(name);
        }

        return node;
    }

    /// <summary>Whether it has a member.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>The text of a member that is neither map nor list, or <see langword="null"/>.</summary>
    public string? TextOf(string name) => Find(name) is { IsScalar: true } member ? member.Text : null;

    /// <summary>The value as a number without a sign, or <see langword="null"/>.</summary>
    public ulong? Unsigned() =>
        IsScalar && ulong.TryParse(Text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value) ? value : null;

    /// <summary>The value as true or false, or <see langword="null"/>.</summary>
    public bool? Truth() => Text switch
    {
        "true" => true,
        "false" => false,
        _ => null,
    };
}
