using System;
using System.Collections.Generic;
using System.Linq;
using NVirt.Cpu.MapTables;

namespace NVirt.Cpu.MapCompiler;

/// <summary>A table of data/platforms or data/mitigations: its name, and the words of each line.</summary>
internal sealed class TableSource
{
    public TableSource(string name, string[][] rows)
    {
        Name = name;
        Rows = rows;
    }

    public string Name { get; }

    public string[][] Rows { get; }
}

/// <summary>Reads the files of data/platforms and data/mitigations: lines of words, whose first names the line and stands there
/// once.</summary>
internal static class TableTextReader
{
    public static TableSource Read(string file, IEnumerable<string> lines, List<MapProblem> problems)
    {
        List<string[]> rows = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (MapLine line in MapLine.Split(file, lines))
        {
            if (!seen.Add(line.Words[0]))
            {
                problems.Add(new MapProblem(MapProblemKind.Syntax, line.Place, $"{line.Words[0]} once"));
            }

            rows.Add(line.Words);
        }

        string name = System.IO.Path.GetFileNameWithoutExtension(file);
        return new TableSource(
            string.Concat(name.Split('-').Select(w => char.ToUpperInvariant(w[0]) + w.Substring(1))), [.. rows]);
    }
}
