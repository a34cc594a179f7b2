using System.Linq;
using System.Text;

namespace NVirt.Rpc.Compiler;

/// <summary>Writes a program: its number, a typed handle for each procedure, and what is known of each by its number.</summary>
internal static class ProcedureWriter
{
    public static string Write(RpcProgram program)
    {
        StringBuilder code = new(CodeText.Head("NVirt.Rpc.Procedures"));
        code.Append(
            $"/// <summary>The program {program.Name} of libvirt's protocol.</summary>\npublic static class {program.Name}Program\n{{\n");
        code.Append($"    /// <summary>Its number.</summary>\n    public const uint Number = 0x{program.Number:x8};\n\n");
        foreach (RpcProcedure procedure in program.Procedures)
        {
            string args = TypeWriter.NameOf(program, procedure, "Args").Replace("XdrNothing", "global::NVirt.Rpc.Xdr.XdrNothing");
            string result = TypeWriter.NameOf(program, procedure, "Result").Replace("XdrNothing", "global::NVirt.Rpc.Xdr.XdrNothing");
            code.Append($"    /// <summary>{procedure.Name}, {procedure.Number}.</summary>\n");
            code.Append($"    public static Procedure<{args}, {result}> {procedure.Name} => new(Number, {procedure.Number});\n\n");
        }

        code.Append("    /// <summary>What is known of a call; <see langword=\"null\"/> if there is none with this number.</summary>\n");
        code.Append("    public static ProcedureInfo? Find(int number) => number switch\n    {\n");
        foreach (RpcProcedure procedure in program.Procedures.Where(p => !p.IsEvent))
        {
            string stream = procedure.Stream is null ? "None" : procedure.Stream;
            code.Append($"        {procedure.Number} => new ProcedureInfo(\"{procedure.Name}\", {Flag(procedure.IsHighPriority)}, ");
            code.Append($"{Flag(procedure.IsDenied)}, StreamDirection.{stream}),\n");
        }

        code.Append("        _ => null,\n    };\n\n");
        code.Append("    /// <summary>Reads the arguments of any call, for those who only look on.</summary>\n");
        code.Append("    /// <returns>The arguments; <see langword=\"null\"/> for a number that is no call's.</returns>\n");
        code.Append(
            "    public static global::NVirt.Rpc.Xdr.IXdrWritable? ReadArguments(int number, ref global::NVirt.Rpc.Xdr.XdrReader "
                + "reader)\n    {\n");
        code.Append("        switch (number)\n        {\n");
        foreach (RpcProcedure procedure in program.Procedures.Where(p => !p.IsEvent))
        {
            string args = TypeWriter.NameOf(program, procedure, "Args").Replace("XdrNothing", "global::NVirt.Rpc.Xdr.XdrNothing");
            code.Append($"            case {procedure.Number}: return {args}.Read(ref reader);\n");
        }

        code.Append("            default: return null;\n        }\n    }\n}\n");
        return code.ToString();
    }

    private static string Flag(bool value) => value ? "true" : "false";
}
