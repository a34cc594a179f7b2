using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NVirt.Testing;

namespace NVirt.House.Tests;

/// <summary>Every public type is used by somebody.</summary>
public sealed partial class PublicTypeTests
{
    private static readonly INamedTypeSymbol[] Unused = [.. FindUnused()];

    [Fact]
    public void Public_types_are_used_shown_or_documented() => Report.None(
        "are public, but no other project, no sample and no document names them; make them internal, or show in samples/ or docs/ what "
            + "they are for",
        Unused.Select(t => $"{SourceFile.PlaceOf(t.DeclaringSyntaxReferences[0].GetSyntax())}: {t.ToDisplayString()}"));

    private static IEnumerable<INamedTypeSymbol> FindUnused()
    {
        HashSet<ISymbol> used = new(
            TypeUse.All.Where(u => !IsOf(u.Type.ContainingAssembly.Name, u.File)).Select(u => u.Type), SymbolEqualityComparer.Default);
        HashSet<string> named =
        [
            .. Repository.Files("docs", "*.md").Concat(Repository.Files("samples", "*.*")).Append("README.md")
                .SelectMany(p => Word().Matches(Repository.Read(p)).Select(m => m.Value)),
        ];
        return SourceProject.All.SelectMany(p => p.Types)
            .Where(t => t.DeclaredAccessibility == Accessibility.Public && !used.Contains(t) && !named.Contains(t.Name)
                && !IsGenerator(t));
    }

    // The compiler itself finds and uses what has this attribute.
    private static bool IsGenerator(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.Select(r => r.GetSyntax()).OfType<MemberDeclarationSyntax>()
            .Any(d => d.AttributeLists.SelectMany(l => l.Attributes).Any(a => a.Name.ToString() == "Generator"));

    private static bool IsOf(string project, SourceFile file) => file.Path.StartsWith($"src/{project}/", StringComparison.Ordinal);

    [GeneratedRegex(@"\w+", RegexOptions.None, 60_000)]
    private static partial Regex Word();
}
