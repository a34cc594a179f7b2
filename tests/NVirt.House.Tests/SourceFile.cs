using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NVirt.House.Tests;

/// <summary>A C# file.</summary>
/// <param name="Path">Its path from the root of the repository, with slashes.</param>
/// <param name="Text">Its text.</param>
internal sealed record SourceFile(string Path, string Text)
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview);

    private static readonly ConcurrentDictionary<string, SourceFile[]> Known = new(StringComparer.Ordinal);

    private readonly Lazy<SyntaxTree> _tree = new(() => CSharpSyntaxTree.ParseText(Text, Options, Path));

    /// <summary>Its folder, from the root of the repository.</summary>
    public string Folder { get; } = Path[..Path.LastIndexOf('/')];

    public SyntaxTree Tree => _tree.Value;

    public SyntaxNode Root => Tree.GetRoot();

    /// <summary>The position of a node, for messages.</summary>
    public static string PlaceOf(SyntaxNode node) =>
        $"{node.SyntaxTree.FilePath}:{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}";

    public static SyntaxTree TreeOf(string text) => CSharpSyntaxTree.ParseText(text, Options);

    /// <summary>All files below a folder, in order; without build output.</summary>
    public static SourceFile[] Below(string folder) =>
        Known.GetOrAdd(folder, f => [.. Repository.Files(f, "*.cs").Select(p => new SourceFile(p, Repository.Read(p)))]);
}
