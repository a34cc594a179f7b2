using System.Text;
using System.Text.Json;

namespace NVirt.Fuzz.Targets;

/// <summary>Whether a text is JSON like QMP's: objects in sequence, or one that is a message.</summary>
internal static class JsonStream
{
    public static bool IsIn(string text)
    {
        Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(text.TrimStart('\uFEFF')), new JsonReaderOptions { AllowMultipleValues = true });
        int values = 0;
        try
        {
            while (reader.Read())
            {
                using JsonDocument value = JsonDocument.ParseValue(ref reader);
                values++;
                if (value.RootElement.ValueKind == JsonValueKind.Object
                    && value.RootElement.EnumerateObject().Any(p => p.Name is "return" or "error" or "execute"))
                {
                    return true;
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return values > 1;
        }

        return values > 1;
    }
}
