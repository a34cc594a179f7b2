using System.Collections.Immutable;
using System.Text.Json;
using NVirt.Xml;

namespace NVirt.Qemu.State;

/// <summary>Given files in a record. Records of earlier versions have none.</summary>
internal static class GivenFileJson
{
    private const string Name = "given";

    public static void Write(Utf8JsonWriter writer, ImmutableArray<GivenFile> files)
    {
        writer.WriteStartArray(Name);
        foreach (GivenFile file in files)
        {
            writer.WriteStartObject();
            writer.WriteString("path", file.Path);
            writer.WriteNumber("device", file.Device);
            writer.WriteNumber("inode", file.Inode);
            writer.WriteNumber("group", file.Group);
            writer.WriteNumber("mode", file.Mode);
            writer.WriteNumber("givenGroup", file.GivenGroup);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>What a record says; nothing if it is older.</summary>
    /// <exception cref="FormatException">It is malformed.</exception>
    public static ImmutableArray<GivenFile> Read(JsonElement record)
    {
        try
        {
            return JsonText.Member(record, Name) is not { } given ? [] :
            [
                .. given.EnumerateArray().Select(f => new GivenFile(
                    f.GetProperty("path").GetString() ?? throw new FormatException(),
                    f.GetProperty("device").GetUInt64(),
                    f.GetProperty("inode").GetUInt64(),
                    f.GetProperty("group").GetUInt32(),
                    f.GetProperty("mode").GetUInt32(),
                    f.GetProperty("givenGroup").GetUInt32())),
            ];
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new FormatException(Text.Of(Messages.State_RecordMember, Name), e);
        }
    }
}
