using NVirt.Cpu;
using NVirt.Cpu.Map;
using NVirt.Platforms;

namespace NVirt.Fleet.Inventories;

/// <summary>What makes two hosts one class: everything that an answer may rest on. Equality is exact.</summary>
internal readonly struct HostClassKey : IEquatable<HostClassKey>
{
    private const ulong Mixer = 0x9e3779b97f4a7c15;
    private const int Shift = 32;

    private readonly CpuStatement? _statement;
    private readonly FeatureSet _yes;
    private readonly FeatureSet _no;

    public HostClassKey(CpuStatement? statement)
    {
        _statement = statement;
        _yes = statement?.Bits.YesSet ?? default;
        _no = statement?.Bits.NoSet ?? default;
    }

    public bool Equals(HostClassKey other) => ReferenceEquals(_statement, other._statement)
        || (_statement is { } a && other._statement is { } b && _yes == other._yes && _no == other._no
            && a.Bits.Space == b.Bits.Space && a.Arch == b.Arch && a.Vendor == b.Vendor && a.Truth == b.Truth && a.Class == b.Class
            && Axes(a) == Axes(b) && a.Signature == b.Signature && a.UsableModels.SequenceEqual(b.UsableModels));

    public override bool Equals(object? obj) => obj is HostClassKey other && Equals(other);

    // Most classes differ in what they have.
    public override int GetHashCode()
    {
        ulong hash = (ulong)(_statement?.Truth ?? StatementTruth.Physical);
        foreach (ulong word in FeatureSet.AsWords(in _yes))
        {
            hash = (hash ^ word) * Mixer;
            hash ^= hash >> Shift;
        }

        return (int)hash;
    }

    // The microcode decides nothing by itself (fleet-rules.md 8): what it changes are features.
    private static StatementAxes Axes(CpuStatement statement) =>
        statement.Axes.Microcode is null ? statement.Axes : statement.Axes with { Microcode = null };
}
