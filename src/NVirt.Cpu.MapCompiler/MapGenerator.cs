using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using NVirt.Cpu.MapTables;

namespace NVirt.Cpu.MapCompiler;

/// <summary>
/// Compiles data/cpu-map into static tables. An <c>index.map</c> in an architecture's folder names the files in their order, which is
/// behaviour; a bad map is a build error with file and line.
/// </summary>
[Generator]
public sealed class MapGenerator : IIncrementalGenerator
{
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
        foreach (MapFile index in files.Where(f => f.Path.EndsWith("/index.map", StringComparison.Ordinal)))
        {
            List<MapProblem> problems = [];
            switch (index.FolderName)
            {
                case "x86":
                    MapSource map = new();
                    AddSource("CompiledX86Tables.g.cs", CompileX86(map, index, files, problems));
                    AddSource("CompiledX86KnownBits.g.cs", CompileKnownBits(map, index, files, problems));
                    break;
                case "ppc64":
                    AddSource("CompiledPpc64Map.g.cs", CompilePvr(PvrMapKind.Ppc64, index, files, problems));
                    break;
                case "arm":
                    AddSource("CompiledArmMap.g.cs", CompilePvr(PvrMapKind.Arm, index, files, problems));
                    break;
                case "processors":
                    AddSource("CompiledProcessors.g.cs", CompileProcessors(index, files, problems));
                    break;
                case "kernel-flags":
                    AddSource("CompiledKernelFlags.g.cs", CompileKernelFlags(index, files, problems));
                    break;
                case "arm-parts":
                    AddSource("CompiledArmParts.g.cs", CompileArmParts(index, files, problems));
                    break;
                case "platforms":
                    AddSource("CompiledFacts.g.cs", CompileTables("NVirt.Platforms.Facts", "CompiledFacts", index, files, problems));
                    break;
                case "mitigations":
                    AddSource(
                        "CompiledMitigations.g.cs", CompileTables("NVirt.Fleet.Mitigations", "CompiledMitigations", index, files,
                            problems));
                    break;
                case "axes":
                    AddSource("CompiledAxes.g.cs", CompileTables("NVirt.Fleet.Axes", "CompiledAxes", index, files, problems));
                    break;
                case "fleet":
                    AddSource("CompiledFleet.g.cs", CompileTables("NVirt.Fleet.Baselines", "CompiledFleet", index, files, problems));
                    break;
                default:
                    problems.Add(new MapProblem(
                        MapProblemKind.Syntax, new MapPlace(index.Path, 1),
                            "a folder named x86, ppc64, arm, processors, kernel-flags, arm-parts, platforms, mitigations, axes or fleet"));
                    break;
            }

            foreach (MapProblem problem in problems)
            {
                output.ReportDiagnostic(MapDiagnostic.Of(problem));
            }
        }

        void AddSource(string name, string? code)
        {
            if (code is not null)
            {
                output.AddSource(name, SourceText.From(code, Encoding.UTF8));
            }
        }
    }

    /// <summary>The code of the x86 tables, or <see langword="null"/> if something is wrong.</summary>
    private static string? CompileX86(MapSource map, MapFile index, ImmutableArray<MapFile> files, List<MapProblem> problems)
    {
        foreach (MapFile file in FilesOf(index, files, problems))
        {
            MapTextReader.Read(file.Path, file.Lines, map, problems);
        }

        X86TableData tables = X86TableBuilder.Build(map, problems);
        return problems.Count == 0 ? TableWriter.Emit(tables) : null;
    }

    /// <summary>
    /// The code of the bits that libvirt does not know; <see langword="null"/> without a file of them, or if something is wrong.
    /// </summary>
    private static string? CompileKnownBits(MapSource map, MapFile index, ImmutableArray<MapFile> files, List<MapProblem> problems)
    {
        MapFile? file = files.FirstOrDefault(f => f.Path == index.Folder + "known-bits.map");
        List<KnownBit> bits = file is null ? [] : KnownBitReader.Read(file.Path, file.Lines, map, problems);
        return file is not null && problems.Count == 0 ? KnownBitWriter.Emit(bits) : null;
    }

    /// <summary>The code of a ppc64 or ARM map, or <see langword="null"/> if something is wrong.</summary>
    private static string? CompilePvr(PvrMapKind kind, MapFile index, ImmutableArray<MapFile> files, List<MapProblem> problems)
    {
        PvrMapBuilder map = new(kind, problems);
        foreach (MapFile file in FilesOf(index, files, problems))
        {
            PvrTextReader.Read(file.Path, file.Lines, kind, map, problems);
        }

        return problems.Count == 0 ? PvrMapWriter.Emit(kind, map) : null;
    }

    /// <summary>The code of the cores of processors, or <see langword="null"/> if something is wrong.</summary>
    private static string? CompileProcessors(MapFile index, ImmutableArray<MapFile> files, List<MapProblem> problems)
    {
        List<ProcessorCoreSource> cores = [];
        foreach (MapFile file in FilesOf(index, files, problems))
        {
            ProcessorTextReader.Read(file.Path, file.Lines, cores, problems);
        }

        return problems.Count == 0 ? FactWriter.EmitProcessors(cores) : null;
    }

    /// <summary>The code of the names of ARM processors, or <see langword="null"/> if something is wrong.</summary>
    private static string? CompileArmParts(MapFile index, ImmutableArray<MapFile> files, List<MapProblem> problems)
    {
        List<ArmPartSource> parts = [];
        foreach (MapFile file in FilesOf(index, files, problems))
        {
            ArmPartReader.Read(file.Path, file.Lines, parts, problems);
        }

        return problems.Count == 0 ? FactWriter.EmitArmParts(parts) : null;
    }

    /// <summary>The code of the kernel's names of features, or <see langword="null"/> if something is wrong.</summary>
    private static string? CompileKernelFlags(MapFile index, ImmutableArray<MapFile> files, List<MapProblem> problems)
    {
        List<KernelFlagSource> flags = [];
        foreach (MapFile file in FilesOf(index, files, problems))
        {
            KernelFlagReader.Read(file.Path, file.Lines, flags, problems);
        }

        return problems.Count == 0 ? FactWriter.EmitKernelFlags(flags) : null;
    }

    /// <summary>The code of tables of words, or <see langword="null"/> if something is wrong.</summary>
    private static string? CompileTables(
        string space, string name, MapFile index, ImmutableArray<MapFile> files, List<MapProblem> problems)
    {
        List<TableSource> tables = [.. FilesOf(index, files, problems).Select(f => TableTextReader.Read(f.Path, f.Lines, problems))];
        return problems.Count == 0 ? FactWriter.EmitTables(space, name, tables) : null;
    }

    /// <summary>The files that an index names, in its order.</summary>
    private static IEnumerable<MapFile> FilesOf(MapFile index, ImmutableArray<MapFile> files, List<MapProblem> problems)
    {
        foreach (MapLine line in MapLine.Split(index.Path, index.Lines))
        {
            string name = line.Rest(from: 0);
            MapFile? file = files.FirstOrDefault(f => f.Path == index.Folder + name);
            if (file is null)
            {
                problems.Add(new MapProblem(MapProblemKind.Syntax, line.Place, $"a file of this folder, there is no {name}"));
            }
            else
            {
                yield return file;
            }
        }
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

        /// <summary>The path of its folder with the slash at the end.</summary>
        public string Folder => Path.Substring(0, Path.LastIndexOf('/') + 1);

        /// <summary>The folder's own name.</summary>
        public string FolderName => System.IO.Path.GetFileName(Folder.TrimEnd('/'));

        public IEnumerable<string> Lines => Text.Split('\n').Select(l => l.TrimEnd('\r'));

        public bool Equals(MapFile? other) => other is not null && Path == other.Path && Text == other.Text;

        public override bool Equals(object? obj) => Equals(obj as MapFile);

        public override int GetHashCode() => Path.GetHashCode();
    }
}
