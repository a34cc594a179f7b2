using System.Collections.Generic;
using System.Text;

namespace NVirt.Rpc.Compiler;

/// <summary>Writes structures, arguments and results as classes that read and write themselves.</summary>
internal static class TypeWriter
{
    public static string WriteStructures(RpcTables tables)
    {
        StringBuilder code = new(CodeText.Head("NVirt.Rpc.Procedures"));
        foreach (KeyValuePair<string, List<RpcField>> structure in tables.Structures)
        {
            WriteType(code, structure.Key, $"The structure {structure.Key} of libvirt's protocol.", structure.Value, procedure: null);
        }

        return code.ToString();
    }

    public static string WriteProgram(RpcProgram program)
    {
        StringBuilder code = new(CodeText.Head("NVirt.Rpc.Procedures"));
        foreach (RpcProcedure procedure in program.Procedures)
        {
            if (procedure.Arguments.Count > 0)
            {
                string what = procedure.IsEvent ? "What the message" : "The arguments of the call";
                WriteType(code, NameOf(program, procedure, "Args"), $"{what} {procedure.Name} ({procedure.Number}).", procedure.Arguments,
                    procedure);
            }

            if (procedure.Result.Count > 0)
            {
                WriteType(code, NameOf(program, procedure, "Result"), $"The result of {procedure.Name} ({procedure.Number}).",
                    procedure.Result, null);
            }
        }

        return code.ToString();
    }

    /// <summary>The type of a procedure's arguments or result.</summary>
    public static string NameOf(RpcProgram program, RpcProcedure procedure, string what) =>
        (what == "Args" ? procedure.Arguments : procedure.Result).Count == 0 ? "XdrNothing"
        : $"{(program.Name == "Remote" ? string.Empty : program.Name)}{procedure.Name}{what}";

    private static void WriteType(StringBuilder code, string name, string summary, List<RpcField> fields, RpcProcedure? procedure)
    {
        code.Append($"/// <summary>{summary}</summary>\npublic sealed class {name} : global::NVirt.Rpc.Xdr.IXdrValue<{name}>\n{{\n");
        foreach (RpcField field in fields)
        {
            code.Append($"    /// <summary>{field.Name}.</summary>\n");
            code.Append($"    public required {FieldCode.TypeOf(field.Type)} {CodeText.Property(field.Name)} {{ get; init; }}\n\n");
        }

        if (procedure?.DeniedField is { } denied)
        {
            code.Append("    /// <summary>Whether what is asked for is refused to a connection that may only read.</summary>\n");
            code.Append($"    public bool IsDeniedToReaders => ((uint){CodeText.Property(denied)} & {procedure.DeniedBits}u) != 0;\n\n");
        }

        code.Append($"    /// <inheritdoc/>\n    public static {name} Read(ref global::NVirt.Rpc.Xdr.XdrReader reader) => new()\n    {{\n");
        foreach (RpcField field in fields)
        {
            code.Append($"        {CodeText.Property(field.Name)} = {FieldCode.Read(field.Type)},\n");
        }

        code.Append("    };\n\n    /// <inheritdoc/>\n    public void Write(ref global::NVirt.Rpc.Xdr.XdrWriter writer)\n    {\n");
        foreach (RpcField field in fields)
        {
            code.Append($"        {FieldCode.Write(field.Type, CodeText.Property(field.Name))};\n");
        }

        code.Append("    }\n}\n\n");
    }
}
