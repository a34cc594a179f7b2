using System;
using System.Collections.Generic;
using System.Linq;
using NVirt.Cpu.MapTables;

namespace NVirt.Cpu.MapCompiler;

/// <summary>A flag of data/kernel-flags: its name, the feature, and rules.</summary>
internal sealed class KernelFlagSource
{
    public KernelFlagSource(string name, string feature, string[] rules)
    {
        Name = name;
        Feature = feature;
        Rules = rules;
    }

    public string Name { get; }

    public string Feature { get; }

    public string[] Rules { get; }
}

/// <summary>Reads the files of data/kernel-flags; their form is described in docs/cpu-map.md.</summary>
internal static class KernelFlagReader
{
    private static readonly string[] Rules = ["added", "forced", "hidden", "new"];

    public static void Read(string file, IEnumerable<string> lines, List<KernelFlagSource> flags, List<MapProblem> problems)
    {
        foreach (MapLine line in MapLine.Split(file, lines))
        {
            string[] rules = [.. line.Words.Skip(2)];
            if (line.Words.Length < 2 || line.IsIndented || !rules.All(r => Rules.Contains(r)))
            {
                problems.Add(
                    new MapProblem(MapProblemKind.Syntax, line.Place, $"FLAG FEATURE, and behind them any of {string.Join(", ", Rules)}"));
            }
            else if (flags.Exists(f => f.Name == line.Words[0] || f.Feature == line.Words[1]))
            {
                problems.Add(new MapProblem(MapProblemKind.DuplicateFeature, line.Place, line.Words[1]));
            }
            else
            {
                flags.Add(new KernelFlagSource(line.Words[0], line.Words[1], rules));
            }
        }
    }
}
