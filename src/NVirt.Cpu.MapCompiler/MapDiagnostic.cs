using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using NVirt.Cpu.MapTables;

namespace NVirt.Cpu.MapCompiler;

/// <summary>Makes build errors of what is wrong in the data.</summary>
internal static class MapDiagnostic
{
    private const string Category = "CpuMap";

    public static Diagnostic Of(MapProblem problem)
    {
        int line = problem.Place.Line - 1;
        Location location =
            Location.Create(problem.Place.File, default, new LinePositionSpan(new LinePosition(line, 0), new LinePosition(line, 0)));
        DiagnosticDescriptor descriptor = new(
            $"NVMAP{(int)problem.Kind + 1:000}",
            problem.Kind.ToString(),
            "{0}",
            Category,
            DiagnosticSeverity.Error,
            isEnabledByDefault: true);
        return Diagnostic.Create(descriptor, location, problem.Message);
    }
}
