using System.Collections.Generic;
using NVirt.Cpu.MapTables;

namespace NVirt.Cpu.MapCompiler;

/// <summary>What an ARM processor is called: a line of data/arm-parts.</summary>
internal sealed class ArmPartSource
{
    public ArmPartSource(uint implementer, uint part, string name)
    {
        Implementer = implementer;
        Part = part;
        Name = name;
    }

    public uint Implementer { get; }

    public uint Part { get; }

    public string Name { get; }
}

/// <summary>Reads the files of data/arm-parts, which say their form themselves.</summary>
internal static class ArmPartReader
{
    private const uint MaxImplementer = 0xff;
    private const uint MaxPart = 0xfff;

    public static void Read(string file, IEnumerable<string> lines, List<ArmPartSource> parts, List<MapProblem> problems)
    {
        foreach (MapLine line in MapLine.Split(file, lines))
        {
            if (line.Words.Length < 3 || line.IsIndented || !MapLine.TryHex(line.Words[0], out uint implementer)
                || implementer > MaxImplementer
                || !MapLine.TryHex(line.Words[1], out uint part) || part > MaxPart
                || parts.Exists(p => p.Implementer == implementer && p.Part == part))
            {
                problems.Add(new MapProblem(MapProblemKind.Syntax, line.Place, "0xIMPLEMENTER 0xPART NAME, once each"));
            }
            else
            {
                parts.Add(new ArmPartSource(implementer, part, line.Rest(from: 2)));
            }
        }
    }
}
