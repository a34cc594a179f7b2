using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using NVirt.Cpu.Map.Build;

namespace NVirt.Cpu.MapCompiler;

/// <summary>
/// Compiles data/cpu-map into static tables. An <c>index.map</c> in an architecture's folder names the files in their order, which is
/// behaviour; a bad map is a build error with file and line.
/// </summary>
[Generator]
public sealed class MapGenerator : IIncrementalGenerator
{
    private const string Category = "CpuMap";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<ImmutableArray<MapFile>> files = context.AdditionalTextsProvider
            .Where(static f => f.Path.EndsWith(".map", StringComparison.Ordinal))
            .Select(static (f, cancel) => new MapFile(f.Path.Replace('\\', '/'), f.GetText(cancel)?.ToString() ?? string.Empty))
            .Collect();
        context.RegisterSourceOutput(files, static (output, all) => Generate(output, all));
    }

    private static void Generate(SourceProductionContext output, ImmutableArray<MapFile> files)
    {
        foreach (MapFile index in files.Where(f => f.Path.EndsWith("/x86/index.map", StringComparison.Ordinal)))
        {
            List<MapProblem> problems = [];
            MapSource map = Read(index, files, problems);
            X86TableData tables = X86TableBuilder.Build(map, problems);
            foreach (MapProblem problem in problems)
            {
                output.ReportDiagnostic(ToDiagnostic(problem));
            }

            if (problems.Count == 0)
            {
                output.AddSource("CompiledX86Tables.g.cs", SourceText.From(TableEmitter.Emit(tables), Encoding.UTF8));
            }
        }
    }

    private static MapSource Read(MapFile index, ImmutableArray<MapFile> files, List<MapProblem> problems)
    {
        MapSource map = new();
        string folder = index.Path.Substring(0, index.Path.LastIndexOf('/') + 1);
        string[] lines = index.Text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string name = lines[i].Split('#')[0].Trim();
            if (name.Length == 0)
            {
                continue;
            }

            MapFile? file = files.FirstOrDefault(f => f.Path == folder + name);
            if (file is null)
            {
                problems.Add(new MapProblem(MapProblemKind.Syntax, new MapPlace(index.Path, i + 1), $"a file of this folder, there is no {name}"));
            }
            else
            {
                MapTextReader.Read(file.Path, file.Text.Split('\n').Select(l => l.TrimEnd('\r')), map, problems);
            }
        }

        return map;
    }

    private static Diagnostic ToDiagnostic(MapProblem problem)
    {
        int line = problem.Place.Line - 1;
        Location location = Location.Create(problem.Place.File, default, new LinePositionSpan(new LinePosition(line, 0), new LinePosition(line, 0)));
        DiagnosticDescriptor descriptor = new(
            $"NVMAP{(int)problem.Kind + 1:000}",
            problem.Kind.ToString(),
            "{0}",
            Category,
            DiagnosticSeverity.Error,
            isEnabledByDefault: true);
        return Diagnostic.Create(descriptor, location, problem.Message);
    }

    private sealed class MapFile : IEquatable<MapFile>
    {
        public MapFile(string path, string text)
        {
            Path = path;
            Text = text;
        }

        public string Path { get; }

        public string Text { get; }

        public bool Equals(MapFile? other) => other is not null && Path == other.Path && Text == other.Text;

        public override bool Equals(object? obj) => Equals(obj as MapFile);

        public override int GetHashCode() => Path.GetHashCode();
    }
}
