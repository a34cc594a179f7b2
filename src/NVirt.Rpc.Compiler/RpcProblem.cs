using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace NVirt.Rpc.Compiler;

/// <summary>Something in a table that cannot be: an error of the build, with file and line.</summary>
internal sealed class RpcProblem
{
    private static readonly DiagnosticDescriptor Descriptor =
        new("NVRPC001", "Table of procedures", "{0}", "NVirt.Rpc", DiagnosticSeverity.Error, isEnabledByDefault: true);

    public RpcProblem(string file, int line, string text)
    {
        File = file;
        Line = line;
        Text = text;
    }

    public string File { get; }

    /// <summary>The line, from 1.</summary>
    public int Line { get; }

    public string Text { get; }

    public Diagnostic ToDiagnostic()
    {
        LinePosition place = new(Line - 1, 0);
        return Diagnostic.Create(Descriptor, Location.Create(File, new TextSpan(0, 0), new LinePositionSpan(place, place)), Text);
    }
}
