using System.Text.Json;

namespace NVirt.Cpu.Probe.Dumps;

/// <summary>What JSON is about, told from the names of the members of its first object.</summary>
internal static class TopLevelKeys
{
    // The forms that are known have less, and what follows need not be read to tell them.
    private const int MaxKeys = 64;

    /// <summary>The names up to the first mistake; of an array, those of its first object.</summary>
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
            // The reader of the form says what is wrong, and where.
        }

        return keys;
    }
}
