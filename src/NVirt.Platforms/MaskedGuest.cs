using NVirt.Cpu;

namespace NVirt.Platforms;

/// <summary>Guests whose configuration changes single bits of what the host has, as those of Xen and VMware do.</summary>
internal static class MaskedGuest
{
    /// <summary>What such a configuration states.</summary>
    /// <param name="text">The configuration.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="form">Its form.</param>
    /// <param name="name">The guest's name, if it has one.</param>
    /// <param name="cpu">What it changes; <see langword="null"/> for nothing.</param>
    /// <param name="lost">What it says that a statement cannot keep.</param>
    public static CpuStatement Of(
        PlatformText text, PlatformReadOptions options, PlatformForm form, string? name, CpuDefinition? cpu, IEnumerable<string> lost)
    {
        StatementBuilder statement = new(text, options, StatementSubject.Guest, StatementTruth.Request)
        {
            Class = StatementClass.HostPassthrough,
            Name = name,
            Line = 1,
        };
        foreach (CpuFeature feature in cpu?.Features ?? CpuFeatureList.Empty)
        {
            GuestFeatures.Add(statement, feature.Name, feature.Policy ?? CpuPolicy.Require);
        }

        foreach (string part in lost)
        {
            statement.Remark(StatementRemarkKind.NotKept, part);
        }

        statement.ResolveGuest();
        return statement.Build(form.Id);
    }
}
