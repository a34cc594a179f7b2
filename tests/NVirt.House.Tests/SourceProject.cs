using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NVirt.House.Tests;

/// <summary>
/// A project in src with its sources, compiled without build output: names that are generated stay unresolved.
/// </summary>
/// <param name="Name">Its name, which is that of its folder and its namespace.</param>
/// <param name="Files">Its own files.</param>
/// <param name="Compilation">The compiled files, with the projects and framework that they use.</param>
internal sealed record SourceProject(string Name, SourceFile[] Files, CSharpCompilation Compilation)
{
    private static readonly Lazy<SourceProject[]> Read = new(ReadAll);

    private static readonly MetadataReference[] Framework =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(f => Path.GetFileName(f).StartsWith("System.", StringComparison.Ordinal))
            .Select(f => MetadataReference.CreateFromFile(f)),
    ];

    private static readonly SyntaxTree ImplicitUsings = SourceFile.TreeOf(string.Concat(
        new[] { "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Threading", "System.Threading.Tasks" }
            .Select(n => $"global using {n};\n")));

    /// <summary>All of them, in the order of their dependencies.</summary>
    public static SourceProject[] All => Read.Value;

    /// <summary>The project files in src, by the names of the projects.</summary>
    public static IEnumerable<(string Path, XDocument Document)> ProjectFiles =>
        Repository.Files("src", "*.csproj").Select(p => (p, XDocument.Parse(Repository.Read(p), LoadOptions.SetLineInfo)));

    /// <summary>Its own top-level types, each with all of its parts.</summary>
    public IEnumerable<INamedTypeSymbol> Types => Compilation.GetSymbolsWithName(_ => true, SymbolFilter.Type).OfType<INamedTypeSymbol>()
        .Where(t => t.ContainingType is null).OrderBy(t => t.ToDisplayString(), StringComparer.Ordinal);


    private static SourceProject[] ReadAll()
    {
        Dictionary<string, string[]> references = ProjectFiles.ToDictionary(
            p => Path.GetFileNameWithoutExtension(p.Path),
            p => p.Document.Descendants("ProjectReference")
                .Where(r => (string?)r.Attribute("ReferenceOutputAssembly") != "false")
                .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value)).ToArray());
        Dictionary<string, SourceProject> done = [];
        List<SourceProject> all = [];
        foreach (string name in references.Keys)
        {
            Add(name);
        }

        return [.. all];

        IEnumerable<string> Below(string name) => references[name].SelectMany(r => Below(r).Prepend(r)).Distinct();

        SourceProject Add(string name)
        {
            if (!done.TryGetValue(name, out SourceProject? project))
            {
                // With those of its neighbours: where one is missing, the compiler makes other symbols of the same types.
                IEnumerable<MetadataReference> used = [.. Below(name).Select(r => Add(r).Compilation.ToMetadataReference())];
                SourceFile[] files = SourceFile.Below($"src/{name}");
                project = done[name] = new SourceProject(name, files, CSharpCompilation.Create(
                    name,
                    [ImplicitUsings, .. files.Select(f => f.Tree)],
                    [.. Framework, .. used],
                    new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true)));
                all.Add(project);
            }

            return project;
        }
    }
}
