using System;
using System.Collections.Generic;
using System.Linq;

namespace NVirt.Cpu.MapTables;

/// <summary>The part of the table builder that resolves models: ancestors, features, canonical names (cpu-rules.md 3.2).</summary>
internal sealed class X86ModelTables
{
    private readonly MapSource _map;
    private readonly Dictionary<string, int> _features;
    private readonly Dictionary<string, int> _vendors;
    private readonly Dictionary<string, int> _models;
    private readonly List<MapProblem> _problems;

    public X86ModelTables(
        MapSource map,
        Dictionary<string, int> features,
        Dictionary<string, int> vendors,
        Dictionary<string, int> models,
        List<MapProblem> problems)
    {
        _map = map;
        _features = features;
        _vendors = vendors;
        _models = models;
        _problems = problems;
    }

    public void Fill(X86TableData tables)
    {
        int count = _map.Models.Count;
        tables.ModelBits = new ulong[count * X86TableBuilder.Words];
        tables.ModelFlags = new byte[count];
        tables.ModelVendors = new short[count];
        tables.ModelAncestors = new short[count];
        tables.ModelCanonicals = [.. Enumerable.Repeat((short)-1, count)];
        List<SignatureSource>[] signatures = new List<SignatureSource>[count];
        List<ushort>[] lists = new List<ushort>[count * 2];
        for (int i = 0; i < count; i++)
        {
            ModelSource model = _map.Models[i];
            AddName(model, i);
            int ancestor = FindAncestor(model, i);
            tables.ModelAncestors[i] = (short)ancestor;
            tables.ModelFlags[i] = (byte)((model.DecodeHost ? 1 : 0) | (model.DecodeGuest ? 2 : 0) | (model.CheckCompat ? 4 : 0));
            lists[i * 2] = Resolve(model.Removed);
            lists[(i * 2) + 1] = Resolve(model.Added);
            tables.ModelVendors[i] = (short)FindVendor(model.Vendor);
            signatures[i] = model.Signatures;
            if (ancestor >= 0)
            {
                Inherit(tables, model, i, ancestor, signatures, lists[ancestor * 2]);
            }

            foreach (ushort feature in Resolve(model.Features))
            {
                tables.ModelBits[(i * X86TableBuilder.Words) + (feature / 64)] |= 1UL << (feature % 64);
            }

            CheckNames(model);
            if (ancestor >= 0 && IsSame(tables, i, ancestor, lists, signatures))
            {
                SetCanonical(tables, model, i, ancestor);
            }
        }

        tables.ModelHash = NameHash.Build([.. _map.Models.Select(m => m.Name)]);
        tables.ModelSignatureStarts = Starts(signatures.Select(s => s.Count));
        tables.ModelListStarts = Starts(lists.Select(l => l.Count));
        if (_problems.Count > 0)
        {
            return;
        }

        tables.SignatureModels = [.. signatures.SelectMany(s => s).Select(s => (s.Family << 8) | s.Model)];
        tables.SignatureSteppings = [.. signatures.SelectMany(s => s).Select(s => s.Steppings)];
        tables.ModelLists = [.. lists.SelectMany(l => l)];
    }

    private static void Inherit(
        X86TableData tables, ModelSource model, int i, int ancestor, List<SignatureSource>[] signatures, List<ushort> ancestorRemoved)
    {
        const int words = X86TableBuilder.Words;
        Array.Copy(tables.ModelBits, ancestor * words, tables.ModelBits, i * words, words);
        foreach (ushort removed in ancestorRemoved)
        {
            tables.ModelBits[(i * words) + (removed / 64)] &= ~(1UL << (removed % 64));
        }

        if (model.Signatures.Count == 0)
        {
            signatures[i] = signatures[ancestor];
        }

        if (model.Vendor is null)
        {
            tables.ModelVendors[i] = tables.ModelVendors[ancestor];
        }
    }

    // "If a model has an ancestor and steps 4-6 changed nothing": its own signatures, vendor and features add nothing.
    private static bool IsSame(X86TableData tables, int i, int ancestor, List<ushort>[] lists, List<SignatureSource>[] signatures)
    {
        const int words = X86TableBuilder.Words;
        return lists[i * 2].Count == 0 && lists[(i * 2) + 1].Count == 0
            && tables.ModelVendors[i] == tables.ModelVendors[ancestor]
            && ReferenceEquals(signatures[i], signatures[ancestor])
            && Enumerable.Range(0, words)
            .All(w => tables.ModelBits[(i * words) + w] == (tables.ModelBits[(ancestor * words) + w] & ~Mask(lists[ancestor * 2], w)));
    }

    private static ulong Mask(List<ushort> features, int word) =>
        features.Where(f => f / 64 == word).Aggregate(0UL, (mask, f) => mask | (1UL << (f % 64)));

    private ushort[] Starts(IEnumerable<int> counts)
    {
        List<ushort> starts = [0];
        long sum = 0;
        foreach (int count in counts)
        {
            sum += count;
            starts.Add(unchecked((ushort)sum));
        }

        if (sum > ushort.MaxValue)
        {
            _problems.Add(new MapProblem(MapProblemKind.TooManyParts, _map.Models[0].Place, sum, ushort.MaxValue));
        }

        return [.. starts];
    }

    private void SetCanonical(X86TableData tables, ModelSource model, int i, int ancestor)
    {
        if (tables.ModelCanonicals[ancestor] >= 0)
        {
            string first = _map.Models[tables.ModelCanonicals[ancestor]].Name;
            _problems.Add(
                new MapProblem(MapProblemKind.DuplicateCanonicalName, model.Place, model.Name, _map.Models[ancestor].Name, first));
        }

        tables.ModelCanonicals[ancestor] = (short)i;
    }

    private void AddName(ModelSource model, int place)
    {
        if (!X86TableBuilder.IsName(model.Name))
        {
            _problems.Add(new MapProblem(MapProblemKind.BadName, model.Place, model.Name));
        }

        if (_models.ContainsKey(model.Name))
        {
            _problems.Add(new MapProblem(MapProblemKind.DuplicateModel, model.Place, model.Name));
        }
        else
        {
            _models.Add(model.Name, place);
        }
    }

    private int FindAncestor(ModelSource model, int place)
    {
        if (model.Ancestor is not { } ancestor)
        {
            return -1;
        }

        if (_models.TryGetValue(ancestor.Name, out int found) && found != place)
        {
            return found;
        }

        bool later = _map.Models.Any(m => m.Name == ancestor.Name);
        _problems.Add(new MapProblem(later ? MapProblemKind.ForwardReference : MapProblemKind.UnknownModel, ancestor.Place, ancestor.Name));
        return -1;
    }

    private int FindVendor(NameSource? vendor)
    {
        if (vendor is null)
        {
            return -1;
        }

        if (_vendors.TryGetValue(vendor.Name, out int found))
        {
            return found;
        }

        _problems.Add(new MapProblem(MapProblemKind.UnknownVendor, vendor.Place, vendor.Name));
        return -1;
    }

    private List<ushort> Resolve(List<NameSource> names)
    {
        List<ushort> found = [];
        HashSet<int> seen = [];
        foreach (NameSource name in names)
        {
            if (_features.TryGetValue(name.Name, out int feature))
            {
                if (seen.Add(feature))
                {
                    found.Add((ushort)feature);
                }
            }
            else
            {
                _problems.Add(new MapProblem(MapProblemKind.UnknownFeature, name.Place, name.Name));
            }
        }

        return found;
    }

    private void CheckNames(ModelSource model)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (NameSource name in model.Features.Concat(model.Added).Concat(model.Removed))
        {
            if (!seen.Add(name.Name))
            {
                _problems.Add(new MapProblem(MapProblemKind.DuplicateInModel, name.Place, name.Name, model.Name));
            }
        }
    }
}
