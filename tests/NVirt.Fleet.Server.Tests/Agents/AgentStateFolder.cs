using System.Text.Json;
using NVirt.Fleet.Reports;

namespace NVirt.Fleet.Server.Tests.Agents;

/// <summary>What an agent leaves in the folder of its state, whatever happened to it.</summary>
internal static class AgentStateFolder
{
    private const int MostBytes = 16 << 20;
    private static readonly string[] Names = ["lock", "state.json", "state.json.new", "unsent.json", "unsent.json.new"];

    /// <summary>Everything there is whole, and within its bound.</summary>
    public static void RequireWhole(string folder)
    {
        Assert.All(Directory.GetFileSystemEntries(folder), f => Assert.Contains(Path.GetFileName(f), Names));
        Assert.All(Directory.GetFiles(folder), f => Assert.InRange(new FileInfo(f).Length, 0, MostBytes));
        if (Read(folder, "state.json") is { } state)
        {
            using JsonDocument document = JsonDocument.Parse(state);
            Assert.True(document.RootElement.GetProperty("seq").GetInt64() > 0);
            Assert.Equal(64, document.RootElement.GetProperty("digest").GetString()!.Length);
        }

        if (Read(folder, "unsent.json") is { } unsent)
        {
            Assert.NotNull(JsonSerializer.Deserialize(unsent, ReportJson.Default.HostReport));
        }
    }

    /// <summary>The number of the last report, as the folder has it.</summary>
    public static (string Boot, long Seq) Last(string folder)
    {
        using JsonDocument document = JsonDocument.Parse(Read(folder, "state.json")!);
        return (document.RootElement.GetProperty("boot_id").GetString()!, document.RootElement.GetProperty("seq").GetInt64());
    }

    private static byte[]? Read(string folder, string name)
    {
        string file = Path.Combine(folder, name);
        return File.Exists(file) ? File.ReadAllBytes(file) : null;
    }
}
