using NVirt.Cpu;
using NVirt.Cpu.Xml;
using NVirt.Domains.Driver;
using NVirt.Rpc.Constants;
using NVirt.Rpc.Procedures;

namespace NVirt.Remote;

/// <summary>CPUs, by the hypervisor's word.</summary>
public sealed partial class RemoteDriver
{
    /// <inheritdoc/>
    public async Task<CpuComparison> CompareCpuAsync(CpuDefinition cpu, DomainKind kind, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(cpu);
        ArgumentNullException.ThrowIfNull(kind);
        ConnectCompareHypervisorCPUArgs arguments = new()
        {
            Emulator = kind.Emulator,
            Arch = ArchOf(kind),
            Machine = kind.Machine,
            Virttype = kind.Type,
            XmlCPU = CpuXml.Format(cpu),
            Flags = (uint)VirConnectCompareCPUFlags.FailIncompatible,
        };
        try
        {
            int result =
                (await CallAsync(RemoteProgram.ConnectCompareHypervisorCPU, arguments, cancellation).ConfigureAwait(false)).Result;
            return new CpuComparison((VirCPUCompareResult)result switch
            {
                VirCPUCompareResult.Identical => CpuVerdict.Identical,
                VirCPUCompareResult.Superset => CpuVerdict.Superset,
                VirCPUCompareResult.Incompatible => CpuVerdict.Incompatible,
                _ => CpuVerdict.Error,
            });
        }
        catch (CpuException e) when (e.Kind == CpuErrorKind.Incompatible)
        {
            return new CpuComparison(CpuVerdict.Incompatible, e.Refusal);
        }
        catch (DomainException e) when (e.Kind == DomainErrorKind.Refused)
        {
            // libvirt's daemon says why in its own words only.
            return CpuComparison.Incompatible(new CpuReason(CpuRule.Malformed, e.Message));
        }
    }

    /// <inheritdoc/>
    public async Task<CpuDefinition> GetBaselineCpuAsync(
        IReadOnlyList<CpuDefinition> cpus, DomainKind kind, bool isMigratable = false, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(cpus);
        ArgumentNullException.ThrowIfNull(kind);
        if (cpus.Count == 0)
        {
            throw new CpuException(CpuErrorKind.InvalidArgument, CpuRule.InvalidArgument, Messages.Cpu_None);
        }

        ConnectBaselineHypervisorCPUArgs arguments = new()
        {
            Emulator = kind.Emulator,
            Arch = ArchOf(kind),
            Machine = kind.Machine,
            Virttype = kind.Type,
            XmlCPUs = [.. cpus.Select(c => CpuXml.Format(c))],
            Flags = isMigratable ? (uint)VirConnectBaselineCPUFlags.Migratable : 0,
        };
        ConnectBaselineHypervisorCPUResult answer =
            await CallAsync(RemoteProgram.ConnectBaselineHypervisorCPU, arguments, cancellation).ConfigureAwait(false);
        return CpuXml.Parse(answer.Cpu);
    }
}
