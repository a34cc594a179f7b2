using System;
using System.Collections.Generic;

namespace NVirt.Rpc.Compiler;

/// <summary>The C# of a field: its type, and the calls that read and write it.</summary>
internal static class FieldCode
{
    // XDR's word, C#'s type and the reader's and writer's method: what is shorter than four bytes takes four as well.
    private static readonly Dictionary<string, KeyValuePair<string, string>> Words = new(StringComparer.Ordinal)
    {
        ["int"] = new("int", "Int"),
        ["enum"] = new("int", "Int"),
        ["char"] = new("int", "Int"),
        ["short"] = new("int", "Int"),
        ["uint"] = new("uint", "UInt"),
        ["uchar"] = new("uint", "UInt"),
        ["ushort"] = new("uint", "UInt"),
        ["hyper"] = new("long", "Hyper"),
        ["uhyper"] = new("ulong", "UHyper"),
        ["double"] = new("double", "Double"),
        ["string"] = new("string", "String"),
        ["uuid"] = new("global::System.Guid", "Uuid"),
    };

    public static string TypeOf(RpcType type)
    {
        bool isMany = type.AtMost is not null || type.Exactly is not null;
        string item = type.Word == "opaque" ? "byte" : Words.TryGetValue(type.Word, out KeyValuePair<string, string> word) ? word.Key
            : Name(type.Word);
        return $"{item}{(isMany ? "[]" : string.Empty)}{(type.IsOptional ? "?" : string.Empty)}";
    }

    public static string Read(RpcType type)
    {
        if (type.IsOptional)
        {
            RpcType whole = RpcType.Parse(Text(type))!;
            return $"reader.IsPresent() ? {Read(whole)} : null";
        }

        string count = (type.AtMost ?? type.Exactly)?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? string.Empty;
        return (type.Word, type.AtMost, type.Exactly) switch
        {
            ("opaque", { }, _) => $"reader.ReadOpaque({count})",
            ("opaque", _, { }) => $"reader.ReadFixed({count})",
            (_, null, null) => Words.TryGetValue(type.Word, out KeyValuePair<string, string> word)
                ? $"reader.Read{word.Value}()" : $"{Name(type.Word)}.Read(ref reader)",
            (_, { }, _) => Words.TryGetValue(type.Word, out KeyValuePair<string, string> word)
                ? $"reader.Read{word.Value}s({count})" : $"reader.ReadArray<{Name(type.Word)}>({count})",
            _ => $"reader.Read{Words[type.Word].Value}s({count}, isExact: true)",
        };
    }

    public static string Write(RpcType type, string value)
    {
        if (type.IsOptional)
        {
            RpcType whole = RpcType.Parse(Text(type))!;
            string inner = whole.Word is "string" or "opaque" || !Words.ContainsKey(whole.Word) ? value : $"{value}.Value";
            return $"if (writer.WritePresence({value} is not null)) {Write(whole, inner + "!")}";
        }

        string count = (type.AtMost ?? type.Exactly)?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? string.Empty;
        return (type.Word, type.AtMost, type.Exactly) switch
        {
            ("opaque", { }, _) => $"writer.WriteOpaque({value}, {count})",
            ("opaque", _, { }) => $"writer.WriteFixed({value}, {count})",
            (_, null, null) => Words.TryGetValue(type.Word, out KeyValuePair<string, string> word)
                ? $"writer.Write{word.Value}({value})" : $"{value}.Write(ref writer)",
            (_, { }, _) => Words.TryGetValue(type.Word, out KeyValuePair<string, string> word)
                ? $"writer.Write{word.Value}s({value}, {count})" : $"writer.WriteArray({value}, {count})",
            _ => $"writer.Write{Words[type.Word].Value}s({value}, {count}, isExact: true)",
        };
    }

    // A typed parameter is the one structure with a union in it, and is written by hand.
    private static string Name(string word) => word == "Parameter" ? "global::NVirt.Rpc.Xdr.TypedParameter" : word;

    private static string Text(RpcType type) =>
        type.Word + (type.AtMost is { } most ? $"<{most}>" : type.Exactly is { } exact ? $"[{exact}]" : string.Empty);
}
