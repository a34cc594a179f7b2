using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NVirt.Cpu.MapTables;

namespace NVirt.Cpu.MapCompiler;

/// <summary>Reads data/cpu-map/x86/known-bits.map, which docs/cpu-map.md describes, and holds it against the map.</summary>
internal sealed class KnownBitReader
{
    /// <summary>Whose names they may be.</summary>
    private static readonly string[] Origins = ["linux", "kcpuid", "xen", "intel", "amd", "via", "zhaoxin", "cpuid"];

    private readonly List<MapProblem> _problems;
    private readonly List<KnownBit> _bits = new();
    private readonly Dictionary<string, string> _vendors = new(StringComparer.Ordinal);
    private MapSection? _section;

    private KnownBitReader(List<MapProblem> problems) => _problems = problems;

    /// <summary>The bits of the file, in its order.</summary>
    public static List<KnownBit> Read(string file, IEnumerable<string> lines, MapSource map, List<MapProblem> problems)
    {
        KnownBitReader reader = new(problems);
        foreach (MapLine line in MapLine.Split(file, lines))
        {
            reader.ReadLine(line);
        }

        reader.Check(map);
        return reader._bits;
    }

    private void ReadLine(MapLine line)
    {
        string[] words = line.Words;
        if (words[0][0] == '[')
        {
            if (!MapSection.TryParse(line.Rest(from: 0), out _section))
            {
                Bad(line.Place, MapSection.Expected);
            }
        }
        else if (words[0] == "vendor" && words.Length > 2)
        {
            string id = line.Rest(from: 2);
            if (id.Length != 12)
            {
                _problems.Add(new MapProblem(MapProblemKind.BadVendorId, line.Place, id));
            }

            _vendors[words[1]] = id;
        }
        else if (_section is not null && words.Length >= 3)
        {
            ReadBits(words, line.Place);
        }
        else
        {
            Bad(line.Place, "vendor WORD ID, [cpuid LEAF.SUBLEAF], [msr INDEX], or NAME BIT SOURCE");
        }
    }

    // NAME eax.4 SOURCE, or NAME eax.4-7 SOURCE for several bits, whose names then end in a number: of a field the
    // bit's number in it, of what is reserved that in the register.
    private void ReadBits(string[] words, MapPlace place)
    {
        string[] range = words[1].Split('-');
        bool isField = words.Contains("field");
        bool isReserved = words[2] == "reserved";
        int last = -1;
        if (!_section!.TryBit(range[0], out BitSource? first) || range.Length > 2
            || (range.Length == 2
            && (!int.TryParse(range[1], NumberStyles.None, CultureInfo.InvariantCulture, out last) || last <= first!.Bit || last > 31)))
        {
            Bad(place, MapSection.ExpectedBit + ", or several such as ecx.5-7");
            return;
        }

        if (range.Length == 2 && !isField && !isReserved)
        {
            Bad(place, "field or reserved, for several bits");
            return;
        }

        last = range.Length == 1 ? first!.Bit : last;
        for (int number = first!.Bit; number <= last; number++)
        {
            KnownBit bit = new(words[0], new BitSource(first.IsMsr, first.Leaf, first.Subleaf, first.Register, number), place);
            bit.Kind = isReserved ? "Reserved" : isField ? "Field" : "Flag";
            bit.Index = isField ? number - first.Bit : 0;
            if (range.Length == 2)
            {
                bit.Name = $"{words[0]}-{(isField ? bit.Index : number)}";
            }

            ReadSource(bit, words);
            ReadMarks(bit, words);
            _bits.Add(bit);
        }
    }

    private void ReadSource(KnownBit bit, string[] words)
    {
        int colon = words[2].IndexOf(':');
        if (colon > 0 && Origins.Contains(words[2].Substring(0, colon)) && colon + 1 < words[2].Length)
        {
            bit.Origin = words[2].Substring(0, colon);
            bit.Spelling = words[2].Substring(colon + 1);
        }
        else if (words[2] != "reserved")
        {
            Bad(bit.Place, "reserved, or a source such as linux:rdt_a, of " + string.Join(", ", Origins));
        }
    }

    private void ReadMarks(KnownBit bit, string[] words)
    {
        foreach (string word in words.Skip(3))
        {
            if (word == "uncertain")
            {
                bit.IsUncertain = true;
            }
            else if (word.StartsWith("only:", StringComparison.Ordinal))
            {
                bit.Only.AddRange(word.Substring(5).Split(',').Select(w => Owner(w, bit.Place)));
            }
            else if (word != "field" || bit.Kind != "Field")
            {
                Bad(bit.Place, "field (not of what is reserved), uncertain, or only:VENDOR/FAMILY/MODELS");
            }
        }
    }

    // VENDOR, VENDOR/FAMILY, or VENDOR/FAMILY/FIRST-LAST with the models.
    private KnownBitOwner Owner(string text, MapPlace place)
    {
        string[] parts = text.Split('/');
        string[] models = parts.Length == 3 ? parts[2].Split('-') : ["0", "255"];
        uint family = 0;
        if (!_vendors.TryGetValue(parts[0], out string? id))
        {
            _problems.Add(new MapProblem(MapProblemKind.UnknownVendor, place, parts[0]));
        }
        else if (parts.Length <= 3 && (parts.Length == 1 || uint.TryParse(parts[1], out family)) && uint.TryParse(models[0], out uint first)
            && uint.TryParse(models[models.Length - 1], out uint last) && models.Length <= 2 && first <= last)
        {
            return new KnownBitOwner(id, parts.Length == 1 ? null : family, first, last);
        }
        else
        {
            Bad(place, "only:VENDOR, only:VENDOR/FAMILY, or only:VENDOR/FAMILY/FIRST-LAST");
        }

        return new KnownBitOwner(string.Empty, null, 0, 0);
    }

    /// <summary>No name and no place is in the map already, and none is listed twice; bits of different vendors are kept apart.</summary>
    private void Check(MapSource map)
    {
        HashSet<string> taken = new(map.Features.SelectMany(f => f.Aliases.Select(a => a.Name).Concat([f.Name])), StringComparer.Ordinal);
        Dictionary<string, string> places = new(StringComparer.Ordinal);
        foreach (FeatureSource feature in map.Features)
        {
            places[new KnownBit(feature.Name, feature.Bit, feature.Place).Where] = feature.Name;
        }

        Dictionary<string, KnownBit> shared = new(StringComparer.Ordinal);
        foreach (KnownBit bit in _bits)
        {
            if (!X86TableBuilder.IsName(bit.Name))
            {
                _problems.Add(new MapProblem(MapProblemKind.BadName, bit.Place, bit.Name));
            }

            if (!taken.Add(bit.Name))
            {
                _problems.Add(new MapProblem(MapProblemKind.DuplicateFeature, bit.Place, bit.Name));
            }

            if (places.TryGetValue(bit.Where, out string? feature))
            {
                _problems.Add(new MapProblem(MapProblemKind.BitUsedTwice, bit.Place, bit.Name, feature));
            }
            else if (bit.Only.Count == 0)
            {
                if (shared.TryGetValue(bit.Where, out KnownBit? other))
                {
                    _problems.Add(new MapProblem(MapProblemKind.BitUsedTwice, bit.Place, bit.Name, other.Name));
                }

                shared[bit.Where] = bit;
                bit.Except.AddRange(_bits.Where(b => b.Where == bit.Where).SelectMany(b => b.Only));
            }
        }
    }

    private void Bad(MapPlace place, string expected) => _problems.Add(new MapProblem(MapProblemKind.Syntax, place, expected));
}
