using System.Text.RegularExpressions;
using NVirt.Testing;

namespace NVirt.House.Tests;

/// <summary>The walks of docs/architecture.md name files that exist, and count them correctly.</summary>
public sealed partial class WalkTests
{
    private const string Document = "docs/architecture.md";

    private static readonly (int Line, string[] Files, string Counted)[] Walks = [.. Find()];

    [Fact]
    public void Every_file_of_a_walk_exists()
    {
        Assert.NotEmpty(Walks);
        Report.None(
            "walks name files that do not exist; say where they are now",
            from walk in Walks
            from file in walk.Files
            where !File.Exists(Path.Combine(Places.Root, "src", file))
            select $"{Document}:{walk.Line}: {file}");
    }

    [Fact]
    public void Files_rooms_and_steps_back_are_counted() => Report.None(
        "walks are counted wrongly",
        from walk in Walks
        let right = Count([.. walk.Files.Select(f => f[..f.LastIndexOf('/')])])
        where walk.Counted != right
        select $"{Document}:{walk.Line}: {right}");

    private static string Count(string[] rooms)
    {
        HashSet<string> left = [];
        int back = 0;
        for (int i = 1; i < rooms.Length; i++)
        {
            if (rooms[i] != rooms[i - 1])
            {
                left.Add(rooms[i - 1]);
                back += left.Contains(rooms[i]) ? 1 : 0;
            }
        }

        return $"{rooms.Length} files in {rooms.Distinct().Count()} rooms, {back} steps back.";
    }

    private static IEnumerable<(int Line, string[] Files, string Counted)> Find()
    {
        List<string> files = [];
        foreach ((int index, string line) in Repository.Read(Document).Split('\n').Index())
        {
            if (Step().Match(line) is { Success: true } step)
            {
                files.Add(step.Groups["file"].Value);
            }
            else if (line.EndsWith("steps back.", StringComparison.Ordinal) && files.Count > 0)
            {
                yield return (index + 1, [.. files], line);
                files.Clear();
            }
        }
    }

    [GeneratedRegex(@"^\d+\. `(?<file>[\w./]+\.cs)`: ", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex Step();
}
