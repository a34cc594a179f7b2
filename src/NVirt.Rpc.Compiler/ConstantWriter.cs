using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace NVirt.Rpc.Compiler;

/// <summary>Writes the enumerations.</summary>
internal static class ConstantWriter
{
    public static string Write(RpcTables tables)
    {
        StringBuilder code = new(CodeText.Head("NVirt.Rpc.Constants"));
        foreach (KeyValuePair<string, List<KeyValuePair<string, long>>> enumeration in tables.Enumerations)
        {
            // Flags are compared with what is on the wire, which has no sign.
            string width = enumeration.Value.Any(m => m.Value < 0) ? "int" : "uint";
            code.Append($"/// <summary>Numbers of {enumeration.Key} in libvirt's interface.</summary>\n");
            code.Append($"public enum {enumeration.Key} : {width}\n{{\n");
            foreach (KeyValuePair<string, long> member in enumeration.Value)
            {
                code.Append($"    /// <summary>{member.Key}.</summary>\n    {member.Key} = {member.Value},\n");
            }

            code.Append("}\n\n");
        }

        return code.ToString();
    }
}
