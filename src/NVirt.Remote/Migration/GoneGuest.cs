using System.Text.Json;
using System.Text.Json.Nodes;
using NVirt.Xml;

namespace NVirt.Remote.Migration;

/// <summary>
/// The one word of a refused "finish" that lets a guest go on where it came from: it is gone at the destination, and will never run there.
/// It stands in the third string of the error, beside the reasons of a refused CPU. An error without it says nothing about the guest.
/// </summary>
public static class GoneGuest
{
    private const string Guest = "guest";
    private const string Gone = "gone";

    /// <summary>Adds the word.</summary>
    /// <param name="reasons">The reasons, as JSON; <see langword="null"/> for none.</param>
    public static string AddTo(string? reasons)
    {
        JsonObject json = reasons is null ? [] : JsonNode.Parse(reasons)!.AsObject();
        json[Guest] = Gone;
        return json.ToJsonString();
    }

    /// <summary>Whether a server has said it.</summary>
    /// <param name="third">The third string of its error.</param>
    public static bool IsIn(string? third)
    {
        if (third is null)
        {
            return false;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(third);
            return JsonText.StringOf(document.RootElement, Guest) == Gone;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Half a character is found only when the string is read.
            return false;
        }
    }
}
