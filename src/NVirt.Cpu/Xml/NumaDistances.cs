using System.Collections.Immutable;
using NVirt.Xml;

namespace NVirt.Cpu.Xml;

/// <summary>
/// The distances of all cells. A distance from a cell to another also applies to the way back, unless that is given itself; a cell with
/// any distance has one of 10 to itself.
/// </summary>
internal sealed class NumaDistances
{
    private const int Local = 10;
    private const int Unreachable = 255;

    private readonly SortedDictionary<int, int>?[] _rows;

    /// <summary>Reads the distances of all cells.</summary>
    /// <param name="cells">The <c>cell</c> elements by id.</param>
    public NumaDistances(Element[] cells)
    {
        _rows = new SortedDictionary<int, int>?[cells.Length];
        for (int id = 0; id < cells.Length; id++)
        {
            if (cells[id].First("distances") is { } distances)
            {
                Read(distances, id);
            }
        }
    }

    /// <summary>The distances from a cell in the order of ids; empty if none is known.</summary>
    public ImmutableArray<CpuNumaDistance> Of(int cell) =>
        _rows[cell] is { } row ? [.. row.Select(d => new CpuNumaDistance(d.Key, d.Value))] : [];

    private void Read(Element distances, int cell)
    {
        Element[] siblings = [.. distances.All("sibling")];
        if (siblings.Length == 0)
        {
            throw distances.Lacks("sibling");
        }

        foreach (Element sibling in siblings)
        {
            int other = (int)sibling.RequiredNumber("id", new NumberRange(0, (ulong)_rows.Length - 1));
            int value = (int)sibling.RequiredNumber("value", other == cell ? new(Local, Local) : new(Local + 1, Unreachable));
            Row(cell)[other] = value;
            Row(other).TryAdd(cell, value);
        }
    }

    private SortedDictionary<int, int> Row(int cell) => _rows[cell] ??= new() { [cell] = Local };
}
