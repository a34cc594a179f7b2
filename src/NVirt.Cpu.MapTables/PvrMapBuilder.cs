using System;
using System.Collections.Generic;

namespace NVirt.Cpu.MapTables;

/// <summary>Collects the entries of a ppc64 or ARM map in their order, and checks each as it comes (cpu-rules.md 3.1 and 3.3).</summary>
public sealed class PvrMapBuilder
{
    private readonly PvrMapKind _kind;
    private readonly List<MapProblem> _problems;
    private readonly HashSet<string> _vendorNames = new(StringComparer.Ordinal);
    private readonly HashSet<string> _featureNames = new(StringComparer.Ordinal);
    private readonly HashSet<string> _modelNames = new(StringComparer.Ordinal);
    private readonly Dictionary<uint, string> _vendorIds = [];

    /// <summary>An empty map; mistakes in its entries are added to <paramref name="problems"/>.</summary>
    public PvrMapBuilder(PvrMapKind kind, List<MapProblem> problems)
    {
        _kind = kind;
        _problems = problems;
    }

    /// <summary>The vendors so far.</summary>
    public List<PvrVendor> Vendors { get; } = [];

    /// <summary>The names of the features so far.</summary>
    public List<string> Features { get; } = [];

    /// <summary>The models so far.</summary>
    public List<PvrModel> Models { get; } = [];

    /// <summary>Adds a vendor; its name and its number must be new.</summary>
    public void AddVendor(string name, uint? id, MapPlace place)
    {
        CheckName(_vendorNames, name, place, MapProblemKind.DuplicateVendor);
        if (id is { } number)
        {
            if (_vendorIds.TryGetValue(number, out string? other))
            {
                Report(MapProblemKind.DuplicateVendorId, place, name, other);
            }

            _vendorIds[number] = name;
        }

        Vendors.Add(new PvrVendor(name, id));
    }

    /// <summary>Adds a feature; its name must be new, and a map of ppc64 has none.</summary>
    public void AddFeature(string name, MapPlace place)
    {
        CheckName(_featureNames, name, place, MapProblemKind.DuplicateFeature);
        if (_kind == PvrMapKind.Ppc64)
        {
            Report(MapProblemKind.FeatureNotAllowed, place, name);
        }

        Features.Add(name);
    }

    /// <summary>Adds a model; its name must be new and its vendor known, and on ARM it covers exactly one processor.</summary>
    public void AddModel(string name, NameSource? vendor, IReadOnlyList<PvrPattern> pvrs, MapPlace place)
    {
        CheckName(_modelNames, name, place, MapProblemKind.DuplicateModel);
        if (vendor is not null && !_vendorNames.Contains(vendor.Name))
        {
            Report(MapProblemKind.UnknownVendor, vendor.Place, vendor.Name);
        }

        if (_kind == PvrMapKind.Arm && pvrs.Count != 1)
        {
            Report(MapProblemKind.OnePvrNeeded, place, name, pvrs.Count);
        }
        else if (pvrs.Count == 0)
        {
            Report(MapProblemKind.PvrNeeded, place, name);
        }

        Models.Add(new PvrModel(name, vendor?.Name, pvrs));
    }

    private void CheckName(HashSet<string> names, string name, MapPlace place, MapProblemKind duplicate)
    {
        if (!X86TableBuilder.IsName(name))
        {
            Report(MapProblemKind.BadName, place, name);
        }

        if (!names.Add(name))
        {
            Report(duplicate, place, name);
        }
    }

    private void Report(MapProblemKind kind, MapPlace place, params object[] details) =>
        _problems.Add(new MapProblem(kind, place, details));
}
