using Microsoft.CodeAnalysis;
using NVirt.Testing;

namespace NVirt.House.Tests;

/// <summary>Type names are unique.</summary>
public sealed class TypeNameTests
{
    /// <summary>What the compiler calls the type around a program's statements, in every program.</summary>
    private const string OfStatements = "Program";

    [Fact]
    public void Type_names_are_unique() => Report.None(
        "types have the same name; rename all but one",
        from same in SourceProject.All.SelectMany(p => p.Types).Where(t => t.Name != OfStatements)
            .GroupBy(t => t.MetadataName, StringComparer.Ordinal)
        where same.Count() > 1
        from type in same
        select $"{SourceFile.PlaceOf(type.DeclaringSyntaxReferences[0].GetSyntax())}: {type.ToDisplayString()}");
}
