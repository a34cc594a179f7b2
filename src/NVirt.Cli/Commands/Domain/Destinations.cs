using NVirt.Cpu;
using NVirt.Domains;
using NVirt.Qemu;

namespace NVirt.Cli.Commands;

/// <summary>Where guests go.</summary>
internal static class Destinations
{
    /// <summary>Opens a destination: another folder of this machine.</summary>
    /// <exception cref="CliException">It is none, or the guest is there already.</exception>
    public static IMigrationDestination Open(DomainRun run, string destination)
    {
        // A word alone is rather a host's name than a folder that is to be made.
        if (destination.Contains("://", StringComparison.Ordinal) || !(destination.Contains('/', StringComparison.Ordinal) || Directory.Exists(destination)))
        {
            throw new CliException(Text.Of(Messages.Error_Destination, destination));
        }

        QemuDriver there = new(new QemuDriverOptions { Root = destination, Map = run.Session.Map });
        return there.Root == run.Driver.Root
            ? throw new CliException(Text.Of(Messages.Error_SameRoot, there.Root))
            : there.OpenDestination();
    }
}
