using NVirt.Cpu.Map;
using NVirt.Platforms;

namespace NVirt.Fleet.Inventories;

/// <summary>What makes two guests one class. Equality is exact.</summary>
internal readonly struct GuestClassKey : IEquatable<GuestClassKey>
{
    private readonly CpuStatement _judged;
    private readonly HostClass? _from;
    private readonly HostClass? _home;
    private readonly HostClassKey _source;
    private readonly bool _isGuessed;
    private readonly FeatureSet _yes;
    private readonly FeatureSet _no;

    /// <summary>Takes the facts.</summary>
    /// <param name="judged">The CPU that is judged.</param>
    /// <param name="source">The host whose features it got, if nothing else says what it got.</param>
    /// <param name="from">The class that it runs on.</param>
    /// <param name="home">The class that it is on, whether it runs or not.</param>
    /// <param name="isGuessed">Whether it got everything of its host.</param>
    public GuestClassKey(CpuStatement judged, CpuStatement? source, HostClass? from, HostClass? home, bool isGuessed)
    {
        _judged = judged;
        _source = new HostClassKey(source);
        _from = from;
        _home = home;
        _isGuessed = isGuessed;
        _yes = judged.Bits.YesSet;
        _no = judged.Bits.NoSet;
    }

    public bool Equals(GuestClassKey other)
    {
        CpuStatement a = _judged;
        CpuStatement b = other._judged;
        return _from == other._from && _home == other._home && _source.Equals(other._source) && _isGuessed == other._isGuessed
            && (ReferenceEquals(a, b) || (_yes == other._yes && _no == other._no && a.Bits.Space == b.Bits.Space && a.Arch == b.Arch
                && a.Vendor == b.Vendor && a.Model == b.Model && a.Class == b.Class && a.Form == b.Form && a.Axes == b.Axes
                && a.Definition?.Vendor == b.Definition?.Vendor && a.Definition?.Match == b.Definition?.Match
                && a.Policies.Count == b.Policies.Count && a.Policies.SequenceEqual(b.Policies)));
    }

    public override bool Equals(object? obj) => obj is GuestClassKey other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_yes, _no, _home, _judged.Model);
}
