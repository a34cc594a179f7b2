using System.Collections.Immutable;
using System.Text.Json;
using NVirt.Domains.Documents.Devices;
using NVirt.Xml;

namespace NVirt.Qemu.State;

/// <summary>The JSON form of what is known of devices.</summary>
internal static class DeviceFactsJson
{
    private const string Name = "devices";

    public static void Write(Utf8JsonWriter writer, ImmutableArray<DeviceFacts> devices)
    {
        writer.WriteStartArray(Name);
        foreach (DeviceFacts device in devices)
        {
            writer.WriteStartObject();
            if (device.Device is { } place)
            {
                writer.WriteNumber("place", place);
            }

            writer.WriteString("element", device.Element);
            writer.WriteStartArray("facts");
            foreach (DeviceFact fact in device.All)
            {
                writer.WriteStringValue(fact.Path);
                writer.WriteStringValue(fact.Attribute);
                writer.WriteStringValue(fact.Value);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>What a record says; nothing if it is older.</summary>
    /// <exception cref="FormatException">It is malformed.</exception>
    public static ImmutableArray<DeviceFacts> Read(JsonElement record)
    {
        if (JsonText.Member(record, Name) is not { } devices)
        {
            return [];
        }

        try
        {
            return [.. devices.EnumerateArray().Select(Device)];
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new FormatException(Text.Of(Messages.State_RecordMember, Name), e);
        }
    }

    private static DeviceFacts Device(JsonElement device)
    {
        string[] words = [.. device.GetProperty("facts").EnumerateArray().Select(w => w.GetString() ?? throw new FormatException(Name))];
        return words.Length % 3 != 0 ? throw new FormatException(Name) : new DeviceFacts(
            JsonText.Member(device, "place")?.GetInt32(), device.GetProperty("element").GetString() ?? throw new FormatException(Name),
            [.. words.Chunk(3).Select(w => new DeviceFact(w[0], w[1], w[2]))]);
    }
}
