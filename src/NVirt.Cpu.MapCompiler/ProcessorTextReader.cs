using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NVirt.Cpu.MapTables;

namespace NVirt.Cpu.MapCompiler;

/// <summary>A core of data/processors: what processors of some signatures are built of.</summary>
internal sealed class ProcessorCoreSource
{
    public ProcessorCoreSource(string name, string[] vendorIds)
    {
        Name = name;
        VendorIds = vendorIds;
    }

    public string Name { get; }

    public string[] VendorIds { get; }

    public string[] Models { get; set; } = [];

    public List<ProcessorPartSource> Parts { get; } = [];
}

/// <summary>The signatures of parts, and their code name; <see langword="null"/> if none is given.</summary>
internal sealed class ProcessorPartSource
{
    public ProcessorPartSource(uint family, uint[] models, uint[] steppings, string? codeName)
    {
        Family = family;
        Models = models;
        Steppings = steppings;
        CodeName = codeName;
    }

    public uint Family { get; }

    /// <summary>The first and the last.</summary>
    public uint[] Models { get; }

    /// <summary>The first and the last.</summary>
    public uint[] Steppings { get; }

    public string? CodeName { get; }
}

/// <summary>Reads the files of data/processors; their form is described in docs/cpu-map.md.</summary>
internal static class ProcessorTextReader
{
    // What leaf 1 can say.
    private const uint MaxFamily = 15 + 255;
    private const uint MaxModel = 255;
    private const uint MaxStepping = 15;

    public static void Read(string file, IEnumerable<string> lines, List<ProcessorCoreSource> cores, List<MapProblem> problems)
    {
        string[]? vendorIds = null;
        ProcessorCoreSource? core = null;
        foreach (MapLine line in MapLine.Split(file, lines))
        {
            string word = line.Words[0];
            if (word == "vendor" && line.Words.Length > 1 && !line.IsIndented)
            {
                vendorIds = [.. line.Words.Skip(1)];
            }
            else if (word == "core" && line.Words.Length > 1 && !line.IsIndented && vendorIds is not null)
            {
                cores.Add(core = new ProcessorCoreSource(line.Rest(), vendorIds));
            }
            else if (word == "models" && line.Words.Length > 1 && line.IsIndented && core is not null)
            {
                core.Models = [.. line.Words.Skip(1)];
            }
            else if (line.IsIndented && core is not null && TryPart(line) is { } part)
            {
                core.Parts.Add(part);
            }
            else
            {
                problems.Add(new MapProblem(
                    MapProblemKind.Syntax,
                    line.Place,
                    "vendor ID..., core NAME behind a vendor, and indented behind a core: models NAME..., or FAMILY/MODEL CODE NAME with "
                        + "ranges such as 6/0-15/0-7"));
            }
        }
    }

    private static ProcessorPartSource? TryPart(MapLine line)
    {
        string[] numbers = line.Words[0].Split('/');
        string? codeName = line.Words.Length == 1 ? null : line.Rest();
        return numbers.Length is 2 or 3
            && TryRange(numbers[0], MaxFamily) is { } family && family[0] == family[1]
            && TryRange(numbers[1], MaxModel) is { } models
            && (numbers.Length == 2 ? [0, MaxStepping] : TryRange(numbers[2], MaxStepping)) is { } steppings
            ? new ProcessorPartSource(family[0], models, steppings, codeName)
            : null;
    }

    private static uint[]? TryRange(string text, uint max)
    {
        string[] ends = text.Split('-');
        return ends.Length <= 2 && TryNumber(ends[0], out uint first) && TryNumber(ends[ends.Length - 1], out uint last) && first <= last
            && last <= max
            ? [first, last]
            : null;
    }

    private static bool TryNumber(string text, out uint number) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
