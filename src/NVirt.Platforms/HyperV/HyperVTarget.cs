using NVirt.Cpu;
using NVirt.Xml;

namespace NVirt.Platforms.HyperV;

/// <summary>
/// Writes the command that turns the compatibility mode on: across clusters, or inside one if hosts of it are given. No feature can be
/// named there.
/// </summary>
internal static class HyperVTarget
{
    private const string Platform = "Hyper-V";

    public static PlatformTarget Target { get; } = new("hyper-v", Write);

    private static PlatformOutput Write(PlatformWriteRequest request)
    {
        string mode = request.Hosts.Count > 0 ? "CommonClusterFeatureSet" : "MinimumFeatureSet";
        List<StatementRemark> remarks = [];
        if (request.Cpu is { } cpu)
        {
            WriterRules.NoPhysBits(cpu, Platform, Messages.Way_None);
            WriterRules.NoVendorId(cpu, Platform);
            WriterRules.Policies(request, cpu, Platform, Messages.Way_None);
            remarks.AddRange(WriterRules.Frame(cpu, "fallback"));
            if (cpu.Model is { } model)
            {
                remarks.Add(new StatementRemark(StatementRemarkKind.HostDecides, model));
            }
        }

        string name = request.Name is { } given && given.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') ? given : "NAME";
        return new PlatformOutput(
            "PowerShell", Text.Of(
                "Set-VMProcessor -VMName {0} -CompatibilityForMigrationEnabled $true -CompatibilityForMigrationMode {1}\n", name, mode),
                    remarks);
    }
}
