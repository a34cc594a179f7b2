using System.Text;
using NVirt.Cpu;
using NVirt.Domains.Capabilities.Domains;
using NVirt.Qemu;
using NVirt.Qemu.Cache;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.HostModels;
using NVirt.Qemu.Qmp;
using NVirt.Xml;

namespace NVirt.Fleet.Agent.Collecting;

/// <summary>What QEMU gives guests here: domain capabilities of the accelerator of this machine, never of emulation.</summary>
/// <param name="Content">The document; <see langword="null"/> if it is not known.</param>
/// <param name="Version">The version of QEMU; <see langword="null"/> if it is not known.</param>
internal sealed record HypervisorDocument(byte[]? Content, Version? Version)
{
    /// <summary>Asks the QEMU of this machine.</summary>
    /// <param name="cache">Its earlier answers.</param>
    /// <param name="remarks">Where it goes what is not known.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<HypervisorDocument> ReadAsync(QemuCache cache, ICollection<string> remarks, CancellationToken cancellation)
    {
        QemuCapabilities qemu;
        try
        {
            string binary = QemuArchitectures.BinaryName(QemuArchitectures.BinaryFor(CpuArchitectures.Host));
            qemu = await cache.GetAsync(binary, cancellation: cancellation);
        }
        catch (Exception e) when (e is QemuException or QmpException or CpuException)
        {
            remarks.Add(Text.Of(Messages.Collect_NoQemu, Text.OnOneLine(e.Message)));
            return new HypervisorDocument(null, null);
        }

        return Of(qemu, QemuHost.ThisMachine(), remarks);
    }

    /// <summary>What a QEMU gives.</summary>
    internal static HypervisorDocument Of(QemuCapabilities qemu, QemuHost host, ICollection<string> remarks)
    {
        QemuSlot? slot = qemu.Slot(QemuAccelerator.Kvm) ?? qemu.Slot(QemuAccelerator.Hvf);
        if (slot is null)
        {
            // What emulation gives is not what guests get that are not emulated.
            remarks.Add(Messages.Collect_NoAccelerator);
            return new HypervisorDocument(null, qemu.Version);
        }

        try
        {
            DomainCapabilities capabilities = QemuDomainCapabilities.Of(qemu, slot.Accelerator, host);
            return new HypervisorDocument(Encoding.UTF8.GetBytes(DomainCapabilitiesXml.Format(capabilities)), qemu.Version);
        }
        catch (CpuException e)
        {
            remarks.Add(Text.Of(Messages.Collect_NoQemu, Text.OnOneLine(e.Message)));
            return new HypervisorDocument(null, qemu.Version);
        }
    }
}
