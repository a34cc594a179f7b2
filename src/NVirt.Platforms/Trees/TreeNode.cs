using System.Runtime.InteropServices;
using System.Text.Json;
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

/// <summary>A value of a JSON or YAML document, with its place. What it says never changes.</summary>
public sealed class TreeNode
{
    private const int MostSearched = 8;

    private readonly JsonTree? _tree;
    private readonly JsonElement _json;
    private readonly Position _at;
    private string? _text;
    private List<(string Key, TreeNode Value)>? _members;
    private List<TreeNode>? _items;
    private Dictionary<string, int>? _places;

    /// <summary>A value of JSON, whose parts are made when they are asked for.</summary>
    internal TreeNode(JsonTree tree, JsonElement json)
    {
        _tree = tree;
        _json = json;
        Kind = json.ValueKind switch
        {
            JsonValueKind.Object => TreeKind.Map,
            JsonValueKind.Array => TreeKind.List,
            JsonValueKind.String => TreeKind.Text,
            JsonValueKind.Number => TreeKind.Number,
            JsonValueKind.True or JsonValueKind.False => TreeKind.Switch,
            _ => TreeKind.Nothing,
        };
    }

    private TreeNode(TreeKind kind, Position at, string text, List<(string Key, TreeNode Value)>? members, List<TreeNode>? items)
    {
        Kind = kind;
        _at = at;
        _text = text;
        _members = members;
        _items = items;
    }

    /// <summary>What it is.</summary>
    public TreeKind Kind { get; }

    /// <summary>Where it begins: a line and a column; or line 0 and the offset of its first byte.</summary>
    public Position At => _tree?.PlaceOf(_json) ?? _at;

    /// <summary>The text of a value that is neither map nor list, without quotes; otherwise empty.</summary>
    public string Text => _text ??= _tree?.TextOf(_json) ?? string.Empty;

    /// <summary>The members of a map in their order; empty for anything else. Names are unique.</summary>
    public IReadOnlyList<(string Key, TreeNode Value)> Members => Kind != TreeKind.Map ? [] : MemberList;

    /// <summary>The elements of a list; empty for anything else.</summary>
    public IReadOnlyList<TreeNode> Items => Kind != TreeKind.List ? [] : _items ??= _tree?.ItemsOf(_json) ?? [];

    private List<(string Key, TreeNode Value)> MemberList => _members ??= _tree?.MembersOf(_json) ?? [];

    /// <summary>Whether it is written like another value of the same document, so that it says the same; not known of YAML.</summary>
    public bool IsWrittenLike(TreeNode other) => _tree is not null && _tree == other._tree
        && JsonMarshal.GetRawUtf8Value(_json).SequenceEqual(JsonMarshal.GetRawUtf8Value(other._json));

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
        if (Kind != TreeKind.Map)
        {
            return null;
        }

        List<(string Key, TreeNode Value)> members = MemberList;
        if (members.Count > MostSearched)
        {
            _places ??= PlacesOf(members);
            return _places.TryGetValue(name, out int place) ? members[place].Value : null;
        }

        foreach ((string key, TreeNode value) in members)
        {
            if (string.Equals(key, name, StringComparison.Ordinal))
            {
                return value;
            }
        }

        return null;
    }

    private static Dictionary<string, int> PlacesOf(List<(string Key, TreeNode Value)> members)
    {
        Dictionary<string, int> places = new(members.Count, StringComparer.Ordinal);
        for (int i = 0; i < members.Count; i++)
        {
            places[members[i].Key] = i;
        }

        return places;
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

    /// <summary>The same of a member of a member, and so on.</summary>
    public string? TextOf(params ReadOnlySpan<string> path) => Find(path) is { IsScalar: true } member ? member.Text : null;

    /// <summary>The value as a number without a sign, or <see langword="null"/>.</summary>
    public ulong? Unsigned() =>
        IsScalar && Digits.TryParse(Text, out ulong value) ? value : null;

    /// <summary>The value as true or false, or <see langword="null"/>.</summary>
    public bool? Truth() => Text switch
    {
        "true" => true,
        "false" => false,
        _ => null,
    };
}
