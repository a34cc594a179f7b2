using NVirt.Cpu;

namespace NVirt.Cli.Commands;

/// <summary>What a host decides of a guest's CPU, where it is known well enough.</summary>
internal static class Fixed
{
    /// <summary>The guest with what is left open decided: optional features, minimum, host-model.</summary>
    /// <param name="session">The command.</param>
    /// <param name="driver">The driver of both.</param>
    /// <param name="guest">The guest.</param>
    /// <param name="host">The host, decoded.</param>
    /// <param name="migratable">Whether only what migrates counts.</param>
    /// <exception cref="CpuException">The host does not tell whether it has one of the optional features (undecided), or the driver refuses.</exception>
    public static CpuDefinition Update(Session session, CpuDriver driver, CpuDefinition guest, CpuSource host, bool migratable)
    {
        RequireKnown(session, guest, host);
        return driver.Update(guest, migratable ? driver.CopyMigratable(host.Definition!) : host.Definition!);
    }

    /// <summary>Refuses to decide an optional feature of which the host says nothing.</summary>
    /// <exception cref="CpuException">There is one (undecided).</exception>
    public static void RequireKnown(Session session, CpuDefinition guest, CpuSource host)
    {
        CpuReason[] open =
        [
            .. guest.Features.Where(f => f.Policy == CpuPolicy.Optional && host.Unknown.Contains(f.Name, StringComparer.Ordinal)).Select(f =>
                new CpuReason(CpuRule.UnknownFeatureState, f.Name) { Coordinate = session.Map.FindFeature(f.Name)?.Coordinate, Policy = f.Policy, Side = CpuType.Host }),
        ];
        if (open.Length > 0)
        {
            throw new CpuException(new CpuRefusal(CpuErrorKind.Undecided, [.. open]));
        }
    }
}
