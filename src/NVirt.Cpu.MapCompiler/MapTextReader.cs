using System;
using System.Collections.Generic;
using System.Linq;
using NVirt.Cpu.MapTables;

namespace NVirt.Cpu.MapCompiler;

/// <summary>Reads the files of data/cpu-map/x86; their form is described in docs/cpu-map.md.</summary>
internal sealed class MapTextReader
{
    private readonly MapSource _map;
    private readonly List<MapProblem> _problems;

    // State of features files: the leaf or MSR named by the last [section].
    private MapSection? _section;
    private ModelSource? _model;
    private bool _decodeGiven;
    private List<NameSource>? _list;

    private MapTextReader(MapSource map, List<MapProblem> problems)
    {
        _map = map;
        _problems = problems;
    }

    public static void Read(string file, IEnumerable<string> lines, MapSource map, List<MapProblem> problems)
    {
        MapTextReader reader = new(map, problems);
        foreach (MapLine line in MapLine.Split(file, lines))
        {
            reader.ReadLine(line.Words, line.IsIndented, line.Place);
        }

        reader.EndModel();
    }

    private void ReadLine(string[] words, bool indented, MapPlace place)
    {
        if (indented)
        {
            ReadModelLine(words, place);
        }
        else if (words[0][0] == '[')
        {
            ReadSection(string.Join(" ", words), place);
        }
        else if (words[0] == "vendor" && words.Length > 2)
        {
            // A vendor's name may hold blanks; its 12 characters do not.
            string name = string.Join(" ", words.Skip(1).Take(words.Length - 2));
            _map.Vendors.Add(new VendorSource(name, words[words.Length - 1], place));
        }
        else if (words[0] == "model" && words.Length == 2)
        {
            EndModel();
            _model = new ModelSource(words[1], place);
            _decodeGiven = false;
            _map.Models.Add(_model);
        }
        else if (_section is not null && words.Length >= 3)
        {
            ReadFeature(words, place);
        }
        else
        {
            Bad(place, "vendor NAME ID, model NAME, [cpuid LEAF.SUBLEAF], [msr INDEX], or NAME BIT GROUP");
        }
    }

    private void ReadSection(string text, MapPlace place)
    {
        if (MapSection.TryParse(text, out MapSection? section))
        {
            _section = section;
        }
        else
        {
            Bad(place, MapSection.Expected);
        }
    }

    private void ReadFeature(string[] words, MapPlace place)
    {
        if (!_section!.TryBit(words[1], out BitSource? bit))
        {
            Bad(place, MapSection.ExpectedBit);
            return;
        }

        FeatureSource feature = new(words[0], bit!, place) { Group = words[2] };
        foreach (string word in words.Skip(3))
        {
            string[] alias = word.Split(':');
            if (word == "not-migratable")
            {
                feature.Migratable = false;
            }
            else if (alias.Length == 2)
            {
                feature.Aliases.Add(new AliasSource(alias[1], alias[0]));
            }
            else
            {
                Bad(place, "not-migratable, or aliases such as qemu:sse3");
            }
        }

        _map.Features.Add(feature);
    }

    private void ReadModelLine(string[] words, MapPlace place)
    {
        if (_model is null)
        {
            Bad(place, "a line without white space before it");
            return;
        }

        string rest = string.Join(" ", words.Skip(1));
        switch (words[0])
        {
            case "ancestor" when words.Length == 2:
                _model.Ancestor = new NameSource(rest, place);
                break;
            case "vendor" when words.Length > 1:
                _model.Vendor = new NameSource(rest, place);
                break;
            case "decode":
                _decodeGiven = true;
                _model.DecodeHost = words.Contains("host");
                _model.DecodeGuest = words.Contains("guest");
                if (rest is not ("host" or "guest" or "host guest" or "nothing"))
                {
                    Bad(place, "decode host, decode guest, decode host guest, or decode nothing");
                }

                break;
            case "check" when rest == "compat":
                _model.CheckCompat = true;
                break;
            case "signature" when words.Length > 1:
                ReadSignatures(words.Skip(1), place);
                break;
            case "features":
                AddNames(_list = _model.Features, words.Skip(1), place);
                return;
            case "added":
                AddNames(_list = _model.Added, words.Skip(1), place);
                return;
            case "removed":
                AddNames(_list = _model.Removed, words.Skip(1), place);
                return;
            default:
                // More names of the list above.
                if (_list is null)
                {
                    Bad(place, "ancestor, vendor, decode, check compat, signature, features, added or removed");
                    return;
                }

                AddNames(_list, words, place);
                return;
        }

        _list = null;
    }

    private void ReadSignatures(IEnumerable<string> words, MapPlace place)
    {
        foreach (string word in words)
        {
            // FAMILY/MODEL, or FAMILY/MODEL/FIRST-LAST for some steppings.
            string[] parts = word.Split('/');
            string[] steppings = parts.Length == 3 ? parts[2].Split('-') : ["0", "15"];
            if (parts.Length is 2 or 3 && uint.TryParse(parts[0], out uint family) && family > 0 && uint.TryParse(parts[1], out uint model)
                && model < 256
                && int.TryParse(steppings[0], out int first) && int.TryParse(steppings[steppings.Length - 1], out int last)
                && first >= 0 && first <= last && last < 16)
            {
                _model!.Signatures.Add(new SignatureSource(family, model, (ushort)((0xffff >> (15 - last)) & (0xffff << first))));
            }
            else
            {
                Bad(place, "signatures such as 6/85 or 6/85/5-7 (family, model, steppings)");
            }
        }
    }

    private static void AddNames(List<NameSource> list, IEnumerable<string> names, MapPlace place) =>
        list.AddRange(names.Select(n => new NameSource(n, place)));

    private void EndModel()
    {
        if (_model is not null && !_decodeGiven)
        {
            _problems.Add(new MapProblem(MapProblemKind.MissingDecode, _model.Place, _model.Name));
        }

        _model = null;
        _list = null;
    }

    private void Bad(MapPlace place, string expected) => _problems.Add(new MapProblem(MapProblemKind.Syntax, place, expected));
}
