using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NVirt.House.Tests;

/// <summary>A place in the code that uses a type, or a member of it.</summary>
/// <param name="File">Where.</param>
/// <param name="Name">The name used there.</param>
/// <param name="Type">The type; for a nested one, the outermost.</param>
internal sealed record TypeUse(SourceFile File, SyntaxNode Name, INamedTypeSymbol Type)
{
    private static readonly Lazy<TypeUse[]> Found = new(() => [.. SourceProject.All.SelectMany(p => p.Files.SelectMany(f => Of(p, f)))]);

    /// <summary>All uses of types from src; names in comments do not count.</summary>
    public static TypeUse[] All => Found.Value;

    private static IEnumerable<TypeUse> Of(SourceProject project, SourceFile file)
    {
        SemanticModel model = project.Compilation.GetSemanticModel(file.Tree);
        foreach (SyntaxNode node in file.Root.DescendantNodes(n => n is not UsingDirectiveSyntax))
        {
            if (node is SimpleNameSyntax name && Outermost(model.GetSymbolInfo(name).Symbol) is { } named)
            {
                yield return new TypeUse(file, name, named);
            }

            // A method or lambda that is given where a delegate is expected uses the delegate without naming it.
            if (node is SimpleNameSyntax or AnonymousFunctionExpressionSyntax
                && model.GetTypeInfo(node) is { Type: null, ConvertedType: { TypeKind: TypeKind.Delegate } expected }
                && Outermost(expected) is { } converted)
            {
                yield return new TypeUse(file, node, converted);
            }
        }
    }

    // The type, or the type of a member; only those from src.
    private static INamedTypeSymbol? Outermost(ISymbol? symbol)
    {
        INamedTypeSymbol? type = symbol as INamedTypeSymbol ?? symbol?.ContainingType;
        while (type?.ContainingType is { } outer)
        {
            type = outer;
        }

        return type?.DeclaringSyntaxReferences.IsEmpty == false ? type.OriginalDefinition : null;
    }
}
