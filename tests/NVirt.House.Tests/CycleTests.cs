using Microsoft.CodeAnalysis;
using NVirt.Testing;

namespace NVirt.House.Tests;

/// <summary>
/// The folders of a project form layers: there are no cycles in their uses. A folder and its subfolders may use each other, and so
/// may the root of a project and its folders.
/// </summary>
public sealed class CycleTests
{
    private static readonly Dictionary<FolderUse, TypeUse[]> Found = TypeUse.All
        .SelectMany(u => FoldersOf(u).Select(f => (Pair: new FolderUse(u.File.Folder["src/".Length..], f), Use: u)))
        .Where(u => !u.Pair.IsWithin)
        .GroupBy(u => u.Pair, u => u.Use).ToDictionary(g => g.Key, g => g.ToArray());

    [Fact]
    public void Folders_do_not_use_each_other() => Report.None(
        "go round in a circle, those first that are easiest to take away; move the types that are named to where they belong",
        FolderUse.InCycles([.. Found.Keys]).OrderBy(p => Found[p].Length).SelectMany(Describe));

    [Fact]
    public void Circles_are_found()
    {
        FolderUse[] circle = [new("P/A", "P/B"), new("P/B", "P/C"), new("P/C", "P/A")];
        Assert.Equal(circle, FolderUse.InCycles([new("P/D", "P/A"), .. circle, new("P/C", "P/E")]));
    }

    // A type with parts in several folders belongs to its own folder, if that is one of them.
    private static IEnumerable<string> FoldersOf(TypeUse use)
    {
        string[] folders =
            [.. use.Type.DeclaringSyntaxReferences.Select(r => Path.GetDirectoryName(r.SyntaxTree.FilePath)!["src/".Length..]).Distinct()];
        string own = use.File.Folder["src/".Length..];
        return own.Split('/')[0] != use.Type.ContainingAssembly.Name || folders.Contains(own) ? [] : folders;
    }

    private static IEnumerable<string> Describe(FolderUse pair) => Found[pair]
        .GroupBy(u => u.Type.Name)
        .Select(g =>
            $"{pair}: {SourceFile.PlaceOf(g.First().Name)} uses {g.Key}{(g.Count() > 1 ? $", and {g.Count() - 1} more" : string.Empty)}");
}
