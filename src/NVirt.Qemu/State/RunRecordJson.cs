using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using NVirt.Cpu;
using NVirt.Cpu.Xml;
using NVirt.Domains;

namespace NVirt.Qemu.State;

/// <summary>The form of a record in its file.</summary>
internal static class RunRecordJson
{
    // Whoever writes something that older programs would misread counts this up.
    private const int Version = 1;

    public static string Format(RunRecord record)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter writer = new(text, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", Version);
            writer.WriteString("phase", record.Phase.ToString());
            writer.WriteNumber("id", record.Id);
            writer.WriteString("name", record.Name);
            writer.WriteString("uuid", record.Uuid);
            writer.WriteStartObject("process");
            writer.WriteNumber("id", record.Process.Id);
            writer.WriteNumber("start", record.Process.StartTime);
            writer.WriteString("boot", record.Process.Boot);
            writer.WriteEndObject();
            writer.WriteString("hypervisor", record.Hypervisor);
            writer.WriteBoolean("ranBefore", record.RanBefore);
            writer.WriteString("liveCpu", record.LiveCpu is { } cpu ? CpuXml.Format(cpu) : null);
            writer.WriteStartArray("builtFeatures");
            foreach (string feature in record.BuiltFeatures)
            {
                writer.WriteStringValue(feature);
            }

            writer.WriteEndArray();
            writer.WriteString("document", record.Document.Text);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }

    /// <summary>Reads a record.</summary>
    /// <exception cref="DomainException">It is not one, or of a later version.</exception>
    public static RunRecord Parse(string text, string file)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(text);
            return Read(json.RootElement, file);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException or CpuException)
        {
            throw new DomainException(DomainErrorKind.Failed, Text.Of(Messages.State_BadRecord, file, e.Message), e);
        }
    }

    private static RunRecord Read(JsonElement record, string file)
    {
        if (record.GetProperty("version").GetInt32() is var version && version != Version)
        {
            throw new FormatException(Text.Of(Messages.State_RecordVersion, version));
        }

        JsonElement process = record.GetProperty("process");
        return new RunRecord
        {
            Phase = Enum.Parse<RunPhase>(record.GetProperty("phase").GetString()!),
            Id = record.GetProperty("id").GetUInt32(),
            Name = record.GetProperty("name").GetString()!,
            Uuid = record.GetProperty("uuid").GetGuid(),
            Process = new ProcessIdentity(
                process.GetProperty("id").GetInt32(), process.GetProperty("start").GetInt64(), process.GetProperty("boot").GetString()!),
            Hypervisor = record.GetProperty("hypervisor").GetString(),
            RanBefore = record.GetProperty("ranBefore").GetBoolean(),
            LiveCpu = record.GetProperty("liveCpu").GetString() is { } cpu ? CpuXml.Parse(cpu, file: file) : null,
            BuiltFeatures = [.. record.GetProperty("builtFeatures").EnumerateArray().Select(f => f.GetString()!)],
            Document = DomainDocument.Parse(record.GetProperty("document").GetString()!, file),
        };
    }
}
