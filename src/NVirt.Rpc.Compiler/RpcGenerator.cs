using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace NVirt.Rpc.Compiler;

/// <summary>Makes C# of data/rpc: a type for each structure, and for the arguments and the result of each procedure.</summary>
[Generator]
public sealed class RpcGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<ImmutableArray<KeyValuePair<string, string>>> files = context.AdditionalTextsProvider
            .Where(static f => f.Path.EndsWith(".rpc", StringComparison.Ordinal))
            .Select(static (f, cancel) => new KeyValuePair<string, string>(f.Path, f.GetText(cancel)?.ToString() ?? string.Empty))
            .Collect();
        context.RegisterSourceOutput(files, static (output, all) => Generate(output, all));
    }

    /// <summary>Reads all files, in the order of their paths.</summary>
    internal static RpcTables Read(IEnumerable<KeyValuePair<string, string>> files)
    {
        RpcTables tables = new();
        foreach (KeyValuePair<string, string> file in files.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            RpcTextReader.Read(file.Key, file.Value, tables);
        }

        return tables;
    }

    private static void Generate(SourceProductionContext output, ImmutableArray<KeyValuePair<string, string>> files)
    {
        RpcTables tables = Read(files);
        foreach (RpcProblem problem in tables.Problems)
        {
            output.ReportDiagnostic(problem.ToDiagnostic());
        }

        if (tables.Problems.Count == 0)
        {
            output.AddSource("Constants.g.cs", SourceText.From(ConstantWriter.Write(tables), Encoding.UTF8));
            output.AddSource("Structures.g.cs", SourceText.From(TypeWriter.WriteStructures(tables), Encoding.UTF8));
            foreach (RpcProgram program in tables.Programs)
            {
                output.AddSource($"{program.Name}Types.g.cs", SourceText.From(TypeWriter.WriteProgram(program), Encoding.UTF8));
                output.AddSource($"{program.Name}Procedures.g.cs", SourceText.From(ProcedureWriter.Write(program), Encoding.UTF8));
            }
        }
    }
}
