using System.Text.Json;

namespace NVirt.Cpu.Probe.Dumps;

/// <summary>Identifies JSON by the member names of its first object.</summary>
internal static class TopLevelKeys
{
    // The known formats have fewer; what follows is not needed to recognize them.
    private const int MaxKeys = 64;

    /// <summary>The names up to the first mistake; for an array, those of its first object.</summary>
    public static IReadOnlyCollection<string> Of(ReadOnlySpan<byte> json)
    {
        HashSet<string> keys = new(StringComparer.Ordinal);
        Utf8JsonReader reader = new(json, new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = 256 });
        try
        {
            int? depth = null;
            while (keys.Count < MaxKeys && reader.Read() && !(reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth < depth))
            {
                if (reader.TokenType == JsonTokenType.PropertyName)
                {
                    depth ??= reader.CurrentDepth;
                    if (reader.CurrentDepth == depth)
                    {
                        keys.Add(reader.GetString()!);
                    }
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The format's own reader reports what is wrong, and where.
        }

        return keys;
    }
}
