using NVirt.Cpu;
using NVirt.Daemon.Hypervisors;
using NVirt.Daemon.Logs;
using NVirt.Domains.Driver;
using NVirt.Xml;

namespace NVirt.Daemon.Hosting;

/// <summary>
/// Starts the domains that are to run whenever the host does: once for each boot, so that a daemon that is started anew does not start what
/// somebody has stopped meanwhile.
/// </summary>
internal sealed class Autostart(string folder, HypervisorTable hypervisors, DaemonLog log)
{
    private const string BootFile = "/proc/sys/kernel/random/boot_id";

    private string MarkFile => Path.Combine(folder, "autostarted");

    /// <summary>Starts them, if this boot's have not been started.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            string boot = (await File.ReadAllTextAsync(BootFile, cancellation)).Trim();
            if (File.Exists(MarkFile) && (await File.ReadAllTextAsync(MarkFile, cancellation)).Trim() == boot)
            {
                return;
            }

            await File.WriteAllTextAsync(MarkFile, boot + "\n", cancellation);
            IDomainDriver driver = hypervisors.Qemu.Driver;
            foreach (DomainSummary domain in await driver.ListAsync(cancellation))
            {
                if (domain is { IsAutostart: true, IsActive: false })
                {
                    await StartAsync(driver, domain, cancellation);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DomainException)
        {
            log.NotAutostarted("*", e.Message);
        }
    }

    private async Task StartAsync(IDomainDriver driver, DomainSummary domain, CancellationToken cancellation)
    {
        try
        {
            await driver.StartAsync(domain.Uuid, cancellation: cancellation);
            log.Autostarted(domain.Name);
        }
        catch (Exception e) when (e is DomainException or CpuException)
        {
            log.NotAutostarted(domain.Name, Text.OnOneLine(e.Message));
        }
    }
}
