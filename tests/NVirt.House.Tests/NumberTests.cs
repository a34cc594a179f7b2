using Microsoft.CodeAnalysis.CSharp.Syntax;
using NVirt.Testing;

namespace NVirt.House.Tests;

/// <summary>
/// A number of digits is read by <c>NVirt.Xml.Digits</c>: .NET's own parsers take zero characters behind the digits as a part of it.
/// </summary>
public sealed class NumberTests
{
    private static readonly string[] Types = ["byte", "ushort", "int", "uint", "long", "ulong"];

    [Fact]
    public void Digits_are_read_in_one_way() => Report.None(
        "read digits by themselves; use NVirt.Xml.Digits, or allow a sign",
        from file in SourceFile.Below("src")
        where !file.Path.Contains("Compiler/", StringComparison.Ordinal) // Generators run when NVirt is built, on its own files.
        from call in file.Root.DescendantNodes().OfType<InvocationExpressionSyntax>()
        where call.Expression is MemberAccessExpressionSyntax { Expression: PredefinedTypeSyntax type } used
            && used.Name.Identifier.ValueText == "TryParse" && Types.Contains(type.Keyword.ValueText)
            && !call.ToString().Contains("AllowLeadingSign", StringComparison.Ordinal)
        select $"{SourceFile.PlaceOf(call)}: {call}");
}
