using System.Collections.Generic;
using System.Linq;
using NVirt.Cpu.MapTables;

namespace NVirt.Cpu.MapCompiler;

/// <summary>Reads the files of data/cpu-map/ppc64 and data/cpu-map/arm; their form is described in docs/cpu-map.md.</summary>
internal sealed class PvrTextReader
{
    private const uint MaxImplementer = 0xff;
    private const uint MaxPart = 0xfff;

    private readonly PvrMapKind _kind;
    private readonly PvrMapBuilder _map;
    private readonly List<MapProblem> _problems;

    private MapLine? _model;
    private NameSource? _vendor;
    private List<PvrPattern> _pvrs = [];

    private PvrTextReader(PvrMapKind kind, PvrMapBuilder map, List<MapProblem> problems)
    {
        _kind = kind;
        _map = map;
        _problems = problems;
    }

    public static void Read(string file, IEnumerable<string> lines, PvrMapKind kind, PvrMapBuilder map, List<MapProblem> problems)
    {
        PvrTextReader reader = new(kind, map, problems);
        foreach (MapLine line in MapLine.Split(file, lines))
        {
            if (line.IsIndented)
            {
                reader.ReadModelLine(line);
            }
            else
            {
                reader.EndModel();
                reader.ReadEntry(line);
            }
        }

        reader.EndModel();
    }

    private void ReadEntry(MapLine line)
    {
        switch (line.Words[0])
        {
            case "vendor" when line.Words.Length > 1 && _kind == PvrMapKind.Ppc64:
                _map.AddVendor(line.Rest(), id: null, line.Place);
                break;
            case "vendor" when line.Words.Length > 2 && MapLine.TryHex(line.Words[line.Words.Length - 1], out uint id)
                && id <= MaxImplementer:
                _map.AddVendor(string.Join(" ", line.Words.Take(line.Words.Length - 1).Skip(1)), id, line.Place);
                break;
            case "feature" when line.Words.Length == 2:
                _map.AddFeature(line.Words[1], line.Place);
                break;
            case "model" when line.Words.Length > 1:
                _model = line;
                break;
            default:
                Bad(line, _kind == PvrMapKind.Ppc64 ? "vendor NAME, or model NAME"
                    : "vendor NAME 0xIMPLEMENTER (up to 0xff), feature NAME, or model NAME");
                break;
        }
    }

    private void ReadModelLine(MapLine line)
    {
        if (_model is null)
        {
            Bad(line, "a line without white space before it");
        }
        else if (line.Words[0] == "vendor" && line.Words.Length > 1)
        {
            _vendor = new NameSource(line.Rest(), line.Place);
        }
        else if (line.Words[0] == "pvr" && line.Words.Length == 2 && TryPvr(line.Words[1], out PvrPattern pvr))
        {
            _pvrs.Add(pvr);
        }
        else
        {
            Bad(line, _kind == PvrMapKind.Ppc64 ? "vendor NAME, or pvr 0xVALUE/0xMASK (no bit outside the mask)"
                : "vendor NAME, or pvr 0xPART (up to 0xfff)");
        }
    }

    private bool TryPvr(string text, out PvrPattern pvr)
    {
        pvr = default;
        string[] parts = text.Split('/');
        if (!MapLine.TryHex(parts[0], out uint value))
        {
            return false;
        }

        if (_kind == PvrMapKind.Arm)
        {
            pvr = new PvrPattern(value);
            return parts.Length == 1 && value <= MaxPart;
        }

        if (parts.Length != 2 || !MapLine.TryHex(parts[1], out uint mask))
        {
            return false;
        }

        // Such a value would never be found.
        pvr = new PvrPattern(value, mask);
        return (value & ~mask) == 0;
    }

    private void EndModel()
    {
        if (_model is not null)
        {
            _map.AddModel(_model.Rest(), _vendor, _pvrs, _model.Place);
        }

        _model = null;
        _vendor = null;
        _pvrs = [];
    }

    private void Bad(MapLine line, string expected) => _problems.Add(new MapProblem(MapProblemKind.Syntax, line.Place, expected));
}
