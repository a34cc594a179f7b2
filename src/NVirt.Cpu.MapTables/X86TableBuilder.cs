using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace NVirt.Cpu.MapTables;

/// <summary>Checks a map and turns it into tables.</summary>
public sealed class X86TableBuilder
{
    /// <summary>64-bit words of a feature set: room for 512 features.</summary>
    public const int Words = 8;

    /// <summary>Twenty times as many as there are.</summary>
    public const int MaxModels = 4096;

    /// <summary>Groups of features for display; a feature without one is in the last.</summary>
    public static readonly string[] Groups =
    [
        "base", "memory", "simd", "matrix", "bits", "crypto", "state", "security", "sgx", "timing", "monitoring", "power",
        "virtualization", "vmx", "platform",
    ];

    /// <summary>Origins of aliases: QEMU, Linux, and libcpuinfo (the names that other software uses).</summary>
    public static readonly string[] AliasOrigins = ["qemu", "linux", "libcpuinfo"];

    private readonly MapSource _map;
    private readonly List<MapProblem> _problems;
    private readonly StringBuilder _text = new();
    private readonly Dictionary<string, int> _features = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _vendors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _models = new(StringComparer.Ordinal);

    private X86TableBuilder(MapSource map, List<MapProblem> problems)
    {
        _map = map;
        _problems = problems;
    }

    /// <summary>Adds mistakes to <paramref name="problems"/>; the tables are usable only if there were none.</summary>
    public static X86TableData Build(MapSource map, List<MapProblem> problems)
    {
        X86TableBuilder builder = new(map, problems);
        X86TableData tables = new();
        builder.AddVendors(tables);
        if (map.Features.Count > Words * 64)
        {
            problems.Add(new MapProblem(MapProblemKind.TooManyFeatures, map.Features[Words * 64].Place, map.Features.Count, Words * 64));
            return tables;
        }

        if (map.Models.Count > MaxModels)
        {
            problems.Add(new MapProblem(MapProblemKind.TooManyModels, map.Models[MaxModels].Place, map.Models.Count, MaxModels));
            return tables;
        }

        builder.AddFeatures(tables);
        builder.AddRegisters(tables);
        new X86ModelTables(map, builder._features, builder._vendors, builder._models, problems).Fill(tables);
        tables.ModelNames = builder.AddNames(map.Models.Select(m => m.Name));
        tables.Text = Encoding.ASCII.GetBytes(builder._text.ToString());
        return tables;
    }

    /// <summary>Whether a name is valid in a map: printable ASCII.</summary>
    public static bool IsName(string name) => name.Length > 0 && name.All(c => c is >= ' ' and <= '~');

    private void AddVendors(X86TableData tables)
    {
        foreach (VendorSource vendor in _map.Vendors)
        {
            AddUnique(_vendors, vendor.Name, vendor.Place, MapProblemKind.DuplicateVendor);
            if (vendor.Id.Length != 12 || !IsName(vendor.Id))
            {
                _problems.Add(new MapProblem(MapProblemKind.BadVendorId, vendor.Place, vendor.Id));
            }
        }

        tables.VendorNames = AddNames(_map.Vendors.Select(v => v.Name));
        tables.VendorIds = AddNames(_map.Vendors.Select(v => v.Id));
    }

    private void AddFeatures(X86TableData tables)
    {
        tables.NonMigratable = new ulong[Words];
        tables.FeatureGroups = new byte[_map.Features.Count];
        List<string> aliases = [];
        List<ushort> aliasFeatures = [];
        List<byte> aliasOrigins = [];
        for (int i = 0; i < _map.Features.Count; i++)
        {
            FeatureSource feature = _map.Features[i];
            AddUnique(_features, feature.Name, feature.Place, MapProblemKind.DuplicateFeature);
            tables.FeatureGroups[i] =
                (byte)Find(Groups, feature.Group ?? Groups[Groups.Length - 1], feature.Place, MapProblemKind.UnknownGroup);
            if (!feature.Migratable)
            {
                tables.NonMigratable[i / 64] |= 1UL << (i % 64);
            }

            foreach (AliasSource alias in feature.Aliases)
            {
                aliases.Add(alias.Name);
                aliasFeatures.Add((ushort)i);
                aliasOrigins.Add((byte)Find(AliasOrigins, alias.Origin, feature.Place, MapProblemKind.UnknownAliasOrigin));
            }
        }

        tables.FeatureNames = AddNames(_map.Features.Select(f => f.Name));
        tables.FeatureHash = NameHash.Build([.. _map.Features.Select(f => f.Name)]);
        tables.AliasNames = AddNames(aliases);
        tables.AliasFeatures = [.. aliasFeatures];
        tables.AliasOrigins = [.. aliasOrigins];
    }

    private void AddRegisters(X86TableData tables)
    {
        var registers = _map.Features
            .Select(f => (f.Bit.IsMsr, f.Bit.Leaf, f.Bit.Subleaf, f.Bit.Register))
            .Distinct()
            .OrderBy(r => r.IsMsr).ThenBy(r => r.Leaf).ThenBy(r => r.Subleaf).ThenBy(r => r.Register)
            .ToList();
        var places = registers.Select((r, i) => (r, i)).ToDictionary(x => x.r, x => x.i);
        tables.Registers = [.. registers.SelectMany(r => new[] { r.Leaf, r.Subleaf, (r.IsMsr ? 4u : 0u) | (uint)r.Register })];
        tables.RegisterBits = [.. Enumerable.Repeat((short)-1, registers.Count * 32)];
        tables.FeatureSlots = new ushort[_map.Features.Count];
        for (int i = 0; i < _map.Features.Count; i++)
        {
            BitSource bit = _map.Features[i].Bit;
            int slot = (places[(bit.IsMsr, bit.Leaf, bit.Subleaf, bit.Register)] * 32) + bit.Bit;
            if (tables.RegisterBits[slot] >= 0)
            {
                string other = _map.Features[tables.RegisterBits[slot]].Name;
                _problems.Add(new MapProblem(MapProblemKind.BitUsedTwice, _map.Features[i].Place, _map.Features[i].Name, other));
            }

            tables.RegisterBits[slot] = (short)i;
            tables.FeatureSlots[i] = (ushort)slot;
        }
    }

    private int[] AddNames(IEnumerable<string> names)
    {
        List<int> offsets = [];
        foreach (string name in names)
        {
            offsets.Add(_text.Length);
            _text.Append(name);
        }

        offsets.Add(_text.Length);
        return [.. offsets];
    }

    private void AddUnique(Dictionary<string, int> index, string name, MapPlace place, MapProblemKind problem)
    {
        if (!IsName(name))
        {
            _problems.Add(new MapProblem(MapProblemKind.BadName, place, name));
        }

        if (index.ContainsKey(name))
        {
            _problems.Add(new MapProblem(problem, place, name));
        }
        else
        {
            index.Add(name, index.Count);
        }
    }

    private int Find(string[] words, string word, MapPlace place, MapProblemKind problem)
    {
        int found = Array.IndexOf(words, word);
        if (found < 0)
        {
            _problems.Add(new MapProblem(problem, place, word, string.Join(", ", words)));
        }

        return Math.Max(found, 0);
    }
}
