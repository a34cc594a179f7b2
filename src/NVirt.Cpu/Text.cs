using System.Globalization;

namespace NVirt.Cpu;

/// <summary>Fills placeholders of a resource text. Numbers and names stand as in documents, whatever the culture.</summary>
internal static class Text
{
    public static string Of(string format, params ReadOnlySpan<object?> arguments) => string.Format(CultureInfo.InvariantCulture, format, arguments);
}
