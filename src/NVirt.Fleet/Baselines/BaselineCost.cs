using System.Collections.Immutable;
using NVirt.Cpu.Map;
using NVirt.Fleet.Inventories;
using NVirt.Platforms;

namespace NVirt.Fleet.Baselines;

/// <summary>What a class of hosts costs its pool. Immutable.</summary>
/// <param name="Class">The class.</param>
/// <param name="Only">The features that it alone lacks, by name.</param>
/// <param name="Groups">The groups of which it alone lacks something, so that they are not complete.</param>
/// <param name="Gain">What the baseline would be worth more without it.</param>
/// <param name="PossibleGain">What the baseline would be worth more if it had everything of which nobody knows.</param>
public sealed record ClassCost(
    HostClass Class, ImmutableArray<string> Only, ImmutableArray<string> Groups, long Gain, long PossibleGain);

/// <summary>One step on the way to a pool that loses nothing.</summary>
/// <param name="Class">The class that goes.</param>
/// <param name="Gain">What the baseline is worth more then.</param>
/// <param name="Returns">The features that come back, by name.</param>
/// <param name="Groups">The groups that become complete.</param>
/// <param name="Hosts">The hosts that are left.</param>
public sealed record RetirementStep(
    HostClass Class, long Gain, ImmutableArray<string> Returns, ImmutableArray<string> Groups, int Hosts);

/// <summary>What hosts have in common, who lowers it, and what that costs (fleet-rules.md 5). Immutable.</summary>
public sealed class BaselineCost
{
    private BaselineCost(IReadOnlyList<HostClass> classes, FeatureValue value)
    {
        FeatureSpace space = value.Space;
        FeatureSet common = HostBits.Base(classes);
        FeatureSet union = HostBits.Union(classes);
        Base = space.SortedNames(common);
        Lost = space.SortedNames(union - common);
        Possible = space.SortedNames(HostBits.Possible([.. classes]));
        Value = value.Of(common);
        GroupsLost = [.. FeatureValue.GroupsLost(space, union, common)];
        Classes = [.. classes.Select(c => CostOf(c, classes, union, common, value))];
        Steps = [.. Retire(classes, value)];
    }

    /// <summary>The features that all have, by name.</summary>
    public ImmutableArray<string> Base { get; }

    /// <summary>The features that some have and others lack, by name.</summary>
    public ImmutableArray<string> Lost { get; }

    /// <summary>The features that no host lacks and that are not known of one, by name.</summary>
    public ImmutableArray<string> Possible { get; }

    /// <summary>The groups that some host has and the baseline does not.</summary>
    public ImmutableArray<string> GroupsLost { get; }

    /// <summary>What the baseline is worth.</summary>
    public long Value { get; }

    /// <summary>What each class costs, in the order of the classes.</summary>
    public ImmutableArray<ClassCost> Classes { get; }

    /// <summary>The order in which taking classes out gives the most, until nothing is lost.</summary>
    public ImmutableArray<RetirementStep> Steps { get; }

    /// <summary>The cost for the hosts of some classes.</summary>
    /// <param name="classes">At least one, all of one vendor and architecture.</param>
    /// <param name="value">What features are worth.</param>
    /// <exception cref="Cpu.CpuException">There is no class, or they are of several kinds.</exception>
    public static BaselineCost Of(IReadOnlyList<HostClass> classes, FeatureValue value)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(value);
        HostBits.RequireOneKind(classes);
        return new BaselineCost(classes, value);
    }

    private static ClassCost CostOf(
        HostClass kind, IReadOnlyList<HostClass> classes, in FeatureSet union, in FeatureSet common, FeatureValue value)
    {
        FeatureSpace space = value.Space;
        HostClass[] others = [.. classes.Where(c => c != kind)];
        FeatureSet without = others.Length == 0 ? common : HostBits.Base(others);
        FeatureSet only = (without - kind.Judged.Bits.YesSet) & union;
        FeatureSet measured = without & (kind.Judged.Bits.YesSet | kind.Judged.Bits.UnknownSet);
        long now = value.Of(common);
        return new ClassCost(
            kind, space.SortedNames(only), [.. FeatureValue.GroupsLost(space, without, common)], value.Of(without) - now,
            others.Length == 0 ? 0 : value.Of(measured) - now);
    }

    // The greatest gain first; then the smaller weight, then the name.
    private static IEnumerable<RetirementStep> Retire(IReadOnlyList<HostClass> classes, FeatureValue value)
    {
        List<HostClass> left = [.. classes];
        FeatureSet common = HostBits.Base(left);
        while (left.Count > 1 && HostBits.Union(left) != common)
        {
            FeatureSet[] without = Without(left);
            int best = 0;
            for (int i = 1; i < left.Count; i++)
            {
                best = Precedes(i, best) ? i : best;
            }

            HostClass gone = left[best];
            FeatureSet next = without[best];
            left.RemoveAt(best);
            yield return new RetirementStep(
                gone, value.Of(next) - value.Of(common), value.Space.SortedNames(next - common),
                [.. FeatureValue.GroupsLost(value.Space, next, common)], left.Sum(c => c.Count));
            common = next;

            bool Precedes(int i, int j)
            {
                long a = value.Of(without[i]);
                long b = value.Of(without[j]);
                return a != b ? a > b : left[i].Weight != left[j].Weight ? left[i].Weight < left[j].Weight
                    : string.CompareOrdinal(left[i].Name, left[j].Name) < 0;
            }
        }
    }

    // The base without each one, by the bases in front of it and behind it.
    private static FeatureSet[] Without(List<HostClass> classes)
    {
        FeatureSet all = classes[0].Judged.Bits.Space.All;
        FeatureSet[] sets = new FeatureSet[classes.Count];
        FeatureSet front = all;
        for (int i = 0; i < sets.Length; i++)
        {
            sets[i] = front;
            front &= classes[i].Judged.Bits.YesSet;
        }

        FeatureSet behind = all;
        for (int i = sets.Length - 1; i >= 0; i--)
        {
            sets[i] &= behind;
            behind &= classes[i].Judged.Bits.YesSet;
        }

        return sets;
    }
}
