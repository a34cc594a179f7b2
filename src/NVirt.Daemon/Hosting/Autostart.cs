using NVirt.Cpu;
using NVirt.Cpu.Probe.Linux;
using NVirt.Daemon.Hypervisors;
using NVirt.Daemon.Logs;
using NVirt.Domains.Driver;
using NVirt.Xml;

namespace NVirt.Daemon.Hosting;

/// <summary>
/// Starts the domains that are to run whenever the host does: once for each boot, so that a daemon that is started anew does not start what
/// somebody has stopped meanwhile. A daemon that ends before it has started all of them leaves the others to the next one.
/// </summary>
internal sealed class Autostart(string folder, HypervisorTable hypervisors, DaemonLog log)
{
    // The boot whose domains are all started, and the boot and the domains with which that has begun.
    private string MarkFile => Path.Combine(folder, "autostarted");

    private string BegunFile => Path.Combine(folder, "autostarting");

    /// <summary>Starts them, if this boot's have not been started.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            string boot = LinuxSystem.BootId ?? string.Empty;
            if ((await LinesAsync(MarkFile, cancellation)).FirstOrDefault() == boot)
            {
                return;
            }

            HashSet<string> begun = [.. await LinesAsync(BegunFile, cancellation)];
            if (!begun.Contains(boot))
            {
                begun.Clear();
                await File.WriteAllTextAsync(BegunFile, boot + "\n", cancellation);
            }

            IDomainDriver driver = hypervisors.Qemu.Driver;
            foreach (DomainSummary domain in await driver.ListAsync(cancellation))
            {
                if (domain.IsAutostart && !begun.Contains(domain.Uuid.ToString()))
                {
                    await StartAsync(driver, domain, cancellation);
                }
            }

            await File.WriteAllTextAsync(MarkFile, boot + "\n", cancellation);
            File.Delete(BegunFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DomainException)
        {
            log.NotAutostarted("*", e.Message);
        }
    }

    private static async Task<string[]> LinesAsync(string file, CancellationToken cancellation) =>
        File.Exists(file) ? await File.ReadAllLinesAsync(file, cancellation) : [];

    // Noted afterwards: if this process ends in between, the next one finds the domain running, or its start undone.
    private async Task StartAsync(IDomainDriver driver, DomainSummary domain, CancellationToken cancellation)
    {
        try
        {
            if (!domain.IsActive)
            {
                await driver.StartAsync(domain.Uuid, cancellation: cancellation);
                log.Autostarted(domain.Name);
            }
        }
        catch (Exception e) when (e is DomainException or CpuException)
        {
            log.NotAutostarted(domain.Name, Text.OnOneLine(e.Message));
        }

        await File.AppendAllTextAsync(BegunFile, $"{domain.Uuid}\n", cancellation);
    }
}
