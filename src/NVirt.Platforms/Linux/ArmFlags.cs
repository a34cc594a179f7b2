using NVirt.Cpu.Map;

namespace NVirt.Platforms.Linux;

/// <summary>The names in the line Features of an ARM host. How long vectors are, the kernel never says there (formats.md 27.6).</summary>
internal static class ArmFlags
{
    public static void Apply(StatementBuilder statement, IEnumerable<string> listed)
    {
        HashSet<string> names = new(listed, StringComparer.Ordinal);
        Decide("sve", names.Contains("sve"));
        bool hasAddressKeys = names.Contains("paca");

        // One of the two alone says nothing of both.
        if (hasAddressKeys == names.Contains("pacg"))
        {
            Decide("pauth", hasAddressKeys);
        }

        foreach (string name in names.Where(n => n is not "sve").Order(StringComparer.Ordinal))
        {
            statement.AddForeign(name);
        }

        void Decide(string feature, bool isThere)
        {
            FeatureSet one = statement.Space.SetOf(feature);
            statement.AddYes(isThere ? one : default);
            statement.AddNo(isThere ? default : one);
        }
    }
}
