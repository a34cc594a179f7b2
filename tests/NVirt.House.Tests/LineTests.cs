using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NVirt.Testing;

namespace NVirt.House.Tests;

/// <summary>Lines fit the width of .editorconfig. Only a multi-line text, whose line breaks are part of it, may be wider.</summary>
public sealed class LineTests
{
    private static readonly int Most = int.Parse(
        Repository.Read(".editorconfig").Split('\n').Single(l => l.StartsWith("max_line_length", StringComparison.Ordinal)).Split('=')[1],
        System.Globalization.CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    [InlineData("benchmarks")]
    public void Lines_are_no_longer_than_the_limit(string top) => Report.None(
        $"are longer than {Most} characters; wrap them",
        from file in SourceFile.Below(top)
        from line in TooLong(file)
        select $"{file.Path}:{line.LineNumber + 1}: {line.Span.Length}");

    [Fact]
    public void Only_texts_of_several_lines_may_be_longer()
    {
        string wide = new('x', Most);
        Assert.Single(TooLong(new SourceFile("src/A.cs", $"class A {{ string a = \"{wide}\"; }}")));
        Assert.Single(TooLong(new SourceFile("src/A.cs", $"// {wide}\nclass A;\n")));
        Assert.Empty(TooLong(new SourceFile("src/A.cs", $"class A\n{{\n    string a = \"\"\"\n        {wide}\n        \"\"\";\n}}\n")));
        Assert.Empty(
            TooLong(new SourceFile("src/A.cs", $"class A\n{{\n    string a = $\"\"\"\n        {{1}}{wide}\n        \"\"\";\n}}\n")));
    }

    private static IEnumerable<Microsoft.CodeAnalysis.Text.TextLine> TooLong(SourceFile file) =>
        file.Text.Split('\n').All(l => l.Length <= Most)
            ? []
            : file.Tree.GetText().Lines.Where(l => l.Span.Length > Most && !IsWithinText(file.Root, l.End - 1));

    private static bool IsWithinText(SyntaxNode root, int position)
    {
        SyntaxToken token = root.FindToken(position);
        return token.Span.Contains(position)
            && token.Parent!.AncestorsAndSelf().Any(n => n is LiteralExpressionSyntax or InterpolatedStringExpressionSyntax && IsTall(n));
    }

    private static bool IsTall(SyntaxNode node)
    {
        FileLinePositionSpan span = node.GetLocation().GetLineSpan();
        return span.StartLinePosition.Line < span.EndLinePosition.Line;
    }
}
