using Microsoft.CodeAnalysis.CSharp.Syntax;
using NVirt.Testing;

namespace NVirt.House.Tests;

/// <summary>
/// Using directives have one order. The formatter sorts them only after building the whole solution, so this test checks them.
/// </summary>
public sealed class UsingTests
{
    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    [InlineData("benchmarks")]
    public void Usings_are_sorted(string top) => Report.None(
        "files have using directives out of order: System first, then the others by name, then static ones and aliases",
        from file in SourceFile.Below(top)
        let usings = ((CompilationUnitSyntax)file.Root).Usings
        let wrong = usings.Zip(usings.Skip(1)).FirstOrDefault(p => Order(p.First).CompareTo(Order(p.Second)) > 0).Second
        where wrong is not null
        select $"{SourceFile.PlaceOf(wrong)}: {wrong}");

    private static (int Kind, bool IsOther, string Name) Order(UsingDirectiveSyntax line)
    {
        string name = line.Alias?.Name.ToString() ?? line.NamespaceOrType.ToString();
        int kind = line.Alias is not null ? 2 : line.StaticKeyword.ValueText.Length > 0 ? 1 : 0;
        return (kind, kind == 2 || name.Split('.')[0] != "System", name.ToUpperInvariant());
    }
}
