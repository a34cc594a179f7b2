using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NVirt.Testing;

namespace NVirt.Localization.Tests;

/// <summary>
/// A text in source code that looks like prose: words with blanks between them; or a single word where messages are used.
/// </summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Value">The text, with * for what is filled in.</param>
internal sealed partial record Prose(int Line, string Value)
{
    private const string Hole = "*";

    /// <summary>All such texts of a source file.</summary>
    public static IEnumerable<Prose> In(string source)
    {
        SyntaxNode root = CSharpSyntaxTree.ParseText(source, CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview))
            .GetRoot();
        foreach (ExpressionSyntax text in root.DescendantNodes(n => n is not AttributeSyntax).OfType<ExpressionSyntax>().Where(IsWhole))
        {
            string value = string.Concat(Parts(text));
            string words = Name().Replace(value, string.Empty);
            if (TwoWords().IsMatch(words) || (OneWord().IsMatch(words) && IsMessage(text)))
            {
                yield return new Prose(text.GetLocation().GetLineSpan().StartLinePosition.Line + 1, value);
            }
        }
    }

    // "a" + b + "c" is one text.
    private static bool IsWhole(ExpressionSyntax node) => IsText(node) && !node.Parent.IsKind(SyntaxKind.AddExpression);

    private static bool IsText(ExpressionSyntax node) => node switch
    {
        LiteralExpressionSyntax => node.IsKind(SyntaxKind.StringLiteralExpression) || node.IsKind(SyntaxKind.Utf8StringLiteralExpression),
        InterpolatedStringExpressionSyntax => true,
        BinaryExpressionSyntax sum => node.IsKind(SyntaxKind.AddExpression) && (IsText(sum.Left) || IsText(sum.Right)),
        _ => false,
    };

    private static IEnumerable<string> Parts(ExpressionSyntax node) => node switch
    {
        InterpolatedStringExpressionSyntax text =>
            text.Contents.Select(c => c is InterpolatedStringTextSyntax part ? part.TextToken.ValueText : Hole),
        BinaryExpressionSyntax sum => Parts(sum.Left).Concat(Parts(sum.Right)),
        LiteralExpressionSyntax literal => [literal.Token.ValueText],
        _ => [Hole],
    };

    // Passed to an exception, to standard error, to a method that shows it, or to a property that does.
    private static bool IsMessage(ExpressionSyntax text) => text.Parent switch
    {
        ArgumentSyntax { Parent.Parent: BaseObjectCreationExpressionSyntax created } =>
            created is ObjectCreationExpressionSyntax { Type: var type }
            && type.ToString().EndsWith("Exception", StringComparison.Ordinal),
        ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: var called } } => Shows().IsMatch(called.ToString()),
        AssignmentExpressionSyntax assignment => Shown().IsMatch(assignment.Left.ToString()),
        _ => false,
    };

    // Tags of XML and names in JSON.
    [GeneratedRegex(@"<[^<>]*>?|""\w+"":", RegexOptions.None, 60_000)]
    private static partial Regex Name();

    [GeneratedRegex(
        @"(\p{L}{2,}|\*)[,;:.)""']* +[(""']*\p{L}{2,}|\p{L}{2,}[,;:.)""']* +[(""']*(\p{L}{2,}|\*)", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex TwoWords();

    [GeneratedRegex(@"\p{L}{2,}", RegexOptions.None, 60_000)]
    private static partial Regex OneWord();

    [GeneratedRegex(@"(^|\.)(Note|Heading|Report|Error\.Write(Line)?)$", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex Shows();

    [GeneratedRegex(@"(^|\.)(Description|Title|Message)$", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex Shown();
}
