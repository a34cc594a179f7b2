using NVirt.Cpu;

namespace NVirt.Platforms;

/// <summary>Features that platforms pass on to libvirt, under its names.</summary>
internal static class GuestFeatures
{
    /// <summary>Adds a feature with a policy; a name that the map does not know is kept with a sign, unless it is required.</summary>
    /// <exception cref="CpuException">The map does not know what is required.</exception>
    public static void Add(StatementBuilder statement, string name, CpuPolicy policy)
    {
        if (statement.Space.Find(name) >= 0)
        {
            statement.AddPolicy(name, policy);
        }
        else if (policy is CpuPolicy.Require or CpuPolicy.Force)
        {
            throw statement.UnknownFeature(name);
        }
        else
        {
            statement.AddForeign((policy == CpuPolicy.Optional ? "?" : "-") + name);
        }
    }

    /// <summary>Adds a host's features; what the map does not know is kept.</summary>
    public static void AddHost(StatementBuilder statement, string name)
    {
        if (statement.Space.Find(name) is >= 0 and var place)
        {
            statement.AddYes(place);
        }
        else
        {
            statement.AddForeign(name);
        }
    }
}
