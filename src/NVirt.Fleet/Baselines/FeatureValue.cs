using NVirt.Cpu.Map;
using NVirt.Platforms;
using NVirt.Xml;

namespace NVirt.Fleet.Baselines;

/// <summary>
/// What a set of features is worth: a whole number that never falls when a feature is added (fleet-rules.md 4). Immutable, and safe for
/// use by several threads.
/// </summary>
public sealed class FeatureValue
{
    private const int MostValue = 1_000_000;

    private readonly (FeatureSet All, FeatureSet[] Choices, int Value)[] _groups;
    private readonly (FeatureSet Features, int Value)[] _single;
    private readonly bool _isFlat;

    private FeatureValue(FeatureSpace space, IEnumerable<FeatureGroup> groups, bool isFlat, IEnumerable<(string Name, int Value)> single)
    {
        Space = space;
        _isFlat = isFlat;
        _groups = [.. groups.Select(g => Prepare(g, space)).Where(g => g.Value > 0)];
        _single = [.. single.GroupBy(s => s.Value).Select(g => (space.SetOf(g.Select(s => s.Name)), g.Key))];
    }

    /// <summary>The features that there are.</summary>
    public FeatureSpace Space { get; }

    /// <summary>The number of features.</summary>
    public static FeatureValue Flat(FeatureSpace space) => new(space, [], isFlat: true, []);

    /// <summary>The number of features, and the value of each group that is complete.</summary>
    public static FeatureValue Default(FeatureSpace space) => new(space, FeatureGroup.All, isFlat: true, []);

    /// <summary>
    /// What a text says: a line <c>NAME VALUE FEATURE...</c> for each group, as in data/fleet/groups.map; with one feature of the same name
    /// it is that feature's value. Other features count nothing; <c>each VALUE</c> gives all of them one. # begins a comment.
    /// </summary>
    /// <exception cref="Cpu.CpuException">A line is wrong, or names a feature that the map does not know.</exception>
    public static FeatureValue Parse(string text, FeatureSpace space)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(space);
        List<FeatureGroup> groups = [];
        List<(string, int)> single = [];
        int number = 0;
        foreach (string line in text.Split('\n'))
        {
            number++;
            string[] words = line.Split('#')[0].Split((char[])[' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
            {
                continue;
            }

            if (words.Length < 2 || !Digits.TryParse(words[1], out int value) || value > MostValue)
            {
                throw FleetErrors.Bad(Text.Of(Messages.Value_Line, number));
            }

            if (words.Length == 2)
            {
                single.AddRange(words[0] == "each" ? space.SortedNames(space.All).Select(n => (n, value)) : [(words[0], value)]);
            }

            FeatureGroup group = FeatureGroup.Of(words);
            foreach (string name in words.Length == 2 && words[0] != "each" ? [words[0]] : group.Parts.SelectMany(p => p))
            {
                if (space.Find(name) < 0)
                {
                    throw FleetErrors.Bad(Text.Of(Messages.Value_Feature, number, name));
                }
            }

            if (words.Length > 2)
            {
                groups.Add(group);
            }
        }

        return new FeatureValue(space, groups, isFlat: false, single);
    }

    /// <summary>The value of a set.</summary>
    public long Of(in FeatureSet features)
    {
        long value = _isFlat ? features.Count : 0;
        foreach ((FeatureSet set, int each) in _single)
        {
            value += (long)each * (features & set).Count;
        }

        foreach ((FeatureSet all, FeatureSet[] choices, int worth) in _groups)
        {
            if (features.Covers(all) && (choices.Length == 0 || HasOneOfEach(features, choices)))
            {
                value += worth;
            }
        }

        return value;
    }

    /// <summary>The names of the groups that are complete in one set and not in another.</summary>
    public static IEnumerable<string> GroupsLost(FeatureSpace space, FeatureSet from, FeatureSet to) =>
        FeatureGroup.All.Where(g => IsComplete(g, space, from) && !IsComplete(g, space, to)).Select(g => g.Name);

    /// <summary>Whether a group is complete in a set.</summary>
    internal static bool IsComplete(FeatureGroup group, FeatureSpace space, FeatureSet features)
    {
        ArgumentNullException.ThrowIfNull(group);
        return group.In(space).All(p => p.Overlaps(features));
    }

    private static bool HasOneOfEach(in FeatureSet features, FeatureSet[] choices)
    {
        foreach (FeatureSet choice in choices)
        {
            if (!choice.Overlaps(features))
            {
                return false;
            }
        }

        return true;
    }

    // A part of one feature is a feature that must be there; a group of whose features the map lacks one is never complete.
    private static (FeatureSet All, FeatureSet[] Choices, int Value) Prepare(FeatureGroup group, FeatureSpace space)
    {
        FeatureSet all = default;
        List<FeatureSet> choices = [];
        foreach (FeatureSet part in group.In(space))
        {
            if (part.Count == 1)
            {
                all |= part;
            }
            else
            {
                choices.Add(part);
            }
        }

        return (all, [.. choices], group.Value);
    }
}
