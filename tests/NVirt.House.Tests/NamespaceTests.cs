using Microsoft.CodeAnalysis.CSharp.Syntax;
using NVirt.Testing;

namespace NVirt.House.Tests;

/// <summary>A type's folder follows from its name.</summary>
public sealed class NamespaceTests
{
    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    [InlineData("benchmarks")]
    public void A_namespace_is_its_folder(string top) => Report.None(
        "have a namespace that is not their folder; move the file, or rename the namespace",
        from file in SourceFile.Below(top)
        let expected = file.Folder[(top.Length + 1)..].Replace('/', '.')
        from space in file.Root.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>()
        where space.Name.ToString() != expected
        select $"{SourceFile.PlaceOf(space)}: {space.Name}, expected {expected}");
}
