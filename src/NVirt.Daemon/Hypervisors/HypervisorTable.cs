using NVirt.Daemon.Faults;
using NVirt.Domains.Memory;
using NVirt.Qemu.Driver;
using NVirt.Rpc.Constants;
using NVirt.VMware;
using NVirt.Xen;
using NVirt.Xml;

namespace NVirt.Daemon.Hypervisors;

/// <summary>The hypervisors that clients can open, each made when the first client wants it. Safe for use by several threads.</summary>
/// <param name="root">The folder in which QEMU's domains are kept; <see langword="null"/> for the usual one.</param>
/// <param name="isSystem">Whether the daemon serves the whole machine, not one user.</param>
internal sealed class HypervisorTable(string? root, bool isSystem) : IAsyncDisposable
{
    /// <summary>What libvirt calls QEMU.</summary>
    public const string QemuType = "QEMU";

    private readonly Dictionary<string, Hypervisor> _open = new(StringComparer.Ordinal);

    private string QemuPath => isSystem ? "/system" : "/session";

    /// <summary>The folder in which QEMU's domains are kept.</summary>
    public string Root => root ?? QemuDriver.UsualRoot;

    /// <summary>QEMU, whether or not a client has opened it.</summary>
    public Hypervisor Qemu => Open($"qemu://{QemuPath}");

    /// <summary>Opens what a client names.</summary>
    /// <exception cref="Fault">It cannot be opened here.</exception>
    public Hypervisor Open(string uri)
    {
        string[] parts = uri.Split("://", 2);
        string scheme = parts[0];
        string path = parts.Length == 2 ? parts[1].Split('?')[0] : string.Empty;
        string expected = scheme switch
        {
            "qemu" => QemuPath,
            "test" => "/default",
            "xen" => "/system",
            "vmware" => "/session",
            _ => throw Fault.Of(VirErrorNumber.NoConnect, VirErrorDomain.None, Text.OnOneLine(uri, 200)),
        };
        if (path != expected)
        {
            throw Fault.Of(
                VirErrorNumber.InternalError, VirErrorDomain.None,
                Text.Of(Messages.Open_Path, scheme, Text.OnOneLine(path, 200), $"{scheme}://{expected}"));
        }

        lock (_open)
        {
            if (!_open.TryGetValue(scheme, out Hypervisor? hypervisor))
            {
                hypervisor = Make(scheme, $"{scheme}://{expected}");
                _open.Add(scheme, hypervisor);
            }

            return hypervisor;
        }
    }

    /// <summary>Gives up the migrations that no client drives, and waits until their guests are settled.</summary>
    public Task EndMigrationsAsync()
    {
        lock (_open)
        {
            return Task.WhenAll(_open.Values.Select(h => h.Migrations.EndAsync()));
        }
    }

    public async ValueTask DisposeAsync()
    {
        Hypervisor[] open;
        lock (_open)
        {
            open = [.. _open.Values];
            _open.Clear();
        }

        foreach (Hypervisor hypervisor in open)
        {
            await hypervisor.DisposeAsync();
        }
    }

    private Hypervisor Make(string scheme, string uri) => scheme switch
    {
        "qemu" => new Hypervisor(
            uri, QemuType, new QemuDriver(new QemuDriverOptions { Root = root, FillsDefinitions = true, IsLongLived = true })),
        "test" => new Hypervisor(uri, "Test", new TestDriver()),
        "xen" => new Hypervisor(uri, "Xen", new XenDriver()),
        _ => new Hypervisor(uri, "VMware", new VMwareDriver()),
    };
}
