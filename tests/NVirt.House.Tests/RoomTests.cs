using System.Text.RegularExpressions;
using NVirt.Testing;

namespace NVirt.House.Tests;

/// <summary>CONTRIBUTING.md says what each folder of sources is for.</summary>
public sealed partial class RoomTests
{
    private static readonly string[] Folders = [.. SourceFile.Below("src").Select(f => f.Folder).Distinct()];

    private static readonly (string Folder, int Line)[] Rows =
    [
        .. from line in Repository.Read("CONTRIBUTING.md").Split('\n').Index()
           let row = Row().Match(line.Item)
           where row.Success
           select (row.Groups["folder"].Value.TrimEnd('/'), line.Index + 1),
    ];

    [Fact]
    public void Every_folder_has_a_row() => Report.None(
        "folders are not in the table of rooms in CONTRIBUTING.md; add a row that says what is in it, `| `FOLDER/` | WHAT |`",
        Folders.Except(Rows.Select(r => r.Folder)));

    [Fact]
    public void Every_row_has_a_folder() => Report.None(
        "rows have no folder with sources, or another row has it; take them out",
        Rows.Where((r, i) => !Folders.Contains(r.Folder) || Rows[..i].Any(o => o.Folder == r.Folder))
            .Select(r => $"CONTRIBUTING.md:{r.Line}: {r.Folder}"));

    [GeneratedRegex(@"^\| `(?<folder>src/[\w./]+)` \| \S", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex Row();
}
