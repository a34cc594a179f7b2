using System.Collections.Concurrent;
using NVirt.Cpu;
using NVirt.Cpu.Xml;
using NVirt.Daemon.Faults;
using NVirt.Daemon.Hypervisors;
using NVirt.Daemon.Sessions;
using NVirt.Domains.Capabilities.Hosts;
using NVirt.Domains.Driver;
using NVirt.Rpc.Constants;
using NVirt.Rpc.Procedures;
using NVirt.Xml;

namespace NVirt.Daemon.Handlers;

/// <summary>CPUs: compared, and what several have in common.</summary>
internal static class CpuCalls
{
    private const uint CompareFlags = (uint)(VirConnectCompareCPUFlags.FailIncompatible | VirConnectCompareCPUFlags.ValidateXml);
    private const uint BaselineFlags = (uint)(VirConnectBaselineCPUFlags.ExpandFeatures | VirConnectBaselineCPUFlags.Migratable);

    // At most two for each architecture.
    private static readonly ConcurrentDictionary<(CpuArchitecture Arch, bool WithNames), WrittenResult<ConnectGetCPUModelNamesResult>>
        ModelNames = new();

    public static void AddTo(CallTable calls)
    {
        calls.AddQuickAsync(RemoteProgram.ConnectCompareCPU, CompareAsync);
        calls.AddQuick(RemoteProgram.ConnectBaselineCPU, Baseline);
        calls.AddWritten(RemoteProgram.ConnectGetCPUModelNames, GetModelNames);
        calls.AddQuickAsync(RemoteProgram.ConnectCompareHypervisorCPU, CompareHypervisorAsync);
        calls.AddQuickAsync(RemoteProgram.ConnectBaselineHypervisorCPU, BaselineHypervisorAsync);
    }

    private static async ValueTask<ConnectCompareCPUResult> CompareAsync(Call call, ConnectCompareCPUArgs arguments)
    {
        call.AllowFlags(arguments.Flags, CompareFlags);
        RequireValid(arguments.Flags, arguments.Xml);
        Answer<HostCapabilities> host = await call.Hypervisor.Answers.HostAsync(call.Cancellation);
        CpuDefinition hostCpu = host.Value.Cpu;
        return new ConnectCompareCPUResult
        {
            Result = Verdict(arguments.Flags, () => CpuDriver.For(hostCpu.Arch).Compare(hostCpu, CpuOf(arguments.Xml))),
        };
    }

    private static ConnectBaselineCPUResult Baseline(Call call, ConnectBaselineCPUArgs arguments)
    {
        call.AllowFlags(arguments.Flags, BaselineFlags);
        _ = call.Hypervisor;
        return new ConnectBaselineCPUResult
        {
            Cpu = AsCpuFault(() =>
            {
                CpuDefinition[] cpus = Cpus(call, arguments.XmlCPUs);
                CpuDriver driver = DriverOf(cpus);
                bool isMigratable = (arguments.Flags & (uint)VirConnectBaselineCPUFlags.Migratable) != 0;
                CpuDefinition baseline = driver.Baseline(cpus, new CpuBaselineOptions { Migratable = isMigratable });
                return Format(driver, baseline, arguments.Flags);
            }),
        };
    }

    private static WrittenResult<ConnectGetCPUModelNamesResult> GetModelNames(Call call, ConnectGetCPUModelNamesArgs arguments)
    {
        call.AllowFlags(arguments.Flags);
        _ = call.Hypervisor;
        if (!CpuArchitectures.TryParse(arguments.Arch, out CpuArchitecture arch))
        {
            throw CommonFaults.InvalidArgument(Text.Of(Messages.Cpu_Architecture, Text.OnOneLine(arguments.Arch, 100)));
        }

        return ModelNames.GetOrAdd((arch, arguments.NeedResults != 0), static key =>
        {
            IReadOnlyList<string> models = CpuDriver.For(key.Arch).Models ?? [];
            return new(new ConnectGetCPUModelNamesResult { Models = key.WithNames ? [.. models] : [], Ret = models.Count });
        });
    }

    private static async ValueTask<ConnectCompareHypervisorCPUResult> CompareHypervisorAsync(
        Call call, ConnectCompareHypervisorCPUArgs arguments)
    {
        call.AllowFlags(arguments.Flags, CompareFlags);
        DomainKind kind = HostCalls.KindOf(call, arguments.Emulator, arguments.Arch, arguments.Machine, arguments.Virttype);
        RequireValid(arguments.Flags, arguments.XmlCPU);
        CpuDefinition cpu = AsCpuFault(() => CpuOf(arguments.XmlCPU));
        CpuComparison comparison = await call.Driver.CompareCpuAsync(cpu, kind, call.Cancellation);
        return new ConnectCompareHypervisorCPUResult { Result = Verdict(arguments.Flags, () => comparison) };
    }

    private static async ValueTask<ConnectBaselineHypervisorCPUResult> BaselineHypervisorAsync(
        Call call, ConnectBaselineHypervisorCPUArgs arguments)
    {
        call.AllowFlags(arguments.Flags, BaselineFlags);
        DomainKind kind = HostCalls.KindOf(call, arguments.Emulator, arguments.Arch, arguments.Machine, arguments.Virttype);
        CpuDefinition[] cpus = AsCpuFault(() => Cpus(call, arguments.XmlCPUs));
        bool isMigratable = (arguments.Flags & (uint)VirConnectBaselineCPUFlags.Migratable) != 0;
        try
        {
            CpuDefinition baseline = await call.Driver.GetBaselineCpuAsync(cpus, kind, isMigratable, call.Cancellation);
            return new ConnectBaselineHypervisorCPUResult { Cpu = Format(DriverOf(cpus), baseline, arguments.Flags) };
        }
        catch (CpuException e)
        {
            throw FaultOf.Cpu(e);
        }
    }

    // Text that is not well-formed is told in other words.
    private static void RequireValid(uint flags, string xml)
    {
        if ((flags & (uint)VirConnectCompareCPUFlags.ValidateXml) != 0)
        {
            AsCpuFault(() => CpuOf(xml));
            SchemaCheck.Require(xml, "(CPU)");
        }
    }

    private static int Verdict(uint flags, Func<CpuComparison> compare) => AsCpuFault(() =>
    {
        CpuComparison comparison = compare();
        bool isFatal = comparison.Verdict == CpuVerdict.Error || (flags & (uint)VirConnectCompareCPUFlags.FailIncompatible) != 0;
        return (int)((isFatal ? comparison.ThrowIfRefused() : comparison).Verdict switch
        {
            CpuVerdict.Identical => VirCPUCompareResult.Identical,
            CpuVerdict.Superset => VirCPUCompareResult.Superset,
            _ => VirCPUCompareResult.Incompatible,
        });
    });

    private static CpuDefinition[] Cpus(Call call, string[] documents) =>
        documents.Length == 0 ? throw CommonFaults.Null(call.Function, "xmlCPUs") : [.. documents.Select(CpuOf)];

    private static CpuDefinition CpuOf(string xml) => CpuDocuments.Parse(xml)[0].Definition
        ?? throw Fault.Of(VirErrorNumber.XmlError, VirErrorDomain.Cpu, Messages.Cpu_None);

    private static CpuDriver DriverOf(CpuDefinition[] cpus) =>
        CpuDriver.For(cpus.Select(c => c.Arch).FirstOrDefault(a => a != CpuArchitecture.None) is var arch && arch != CpuArchitecture.None
            ? arch : CpuArchitectures.Host);

    private static string Format(CpuDriver driver, CpuDefinition cpu, uint flags) =>
        CpuXml.Format((flags & (uint)VirConnectBaselineCPUFlags.ExpandFeatures) != 0 ? driver.ExpandFeatures(cpu) : cpu);

    private static T AsCpuFault<T>(Func<T> step)
    {
        try
        {
            return step();
        }
        catch (CpuException e)
        {
            throw FaultOf.Cpu(e);
        }
    }
}
