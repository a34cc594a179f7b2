namespace NVirt.Interop;

/// <summary>A fact that differs between two documents; <see langword="null"/> if one lacks it.</summary>
internal sealed record CapabilitiesDifference(string Place, string? Libvirt, string? Ours)
{
    public override string ToString() => $"{Place}: libvirt {Libvirt ?? "none"}, NVirt {Ours ?? "none"}";

    /// <summary>Every difference; facts that only we have come last.</summary>
    public static IReadOnlyList<CapabilitiesDifference> Between(
        IReadOnlyList<CapabilitiesFact> libvirt, IReadOnlyList<CapabilitiesFact> ours)
    {
        Dictionary<string, string> left = libvirt.ToDictionary(f => f.Place, f => f.Value);
        Dictionary<string, string> right = ours.ToDictionary(f => f.Place, f => f.Value);
        return
        [
            .. left.Keys.Concat(right.Keys.Except(left.Keys))
                .Select(place => new CapabilitiesDifference(place, left.GetValueOrDefault(place), right.GetValueOrDefault(place)))
                .Where(d => d.Libvirt != d.Ours),
        ];
    }
}
