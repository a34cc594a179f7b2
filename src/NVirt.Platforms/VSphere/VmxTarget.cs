using NVirt.Cpu;
using NVirt.VMware;
using NVirt.Xml;

namespace NVirt.Platforms.VSphere;

/// <summary>Writes the settings of a .vmx file.</summary>
internal static class VmxTarget
{
    private const string Platform = "VMware";

    public static PlatformTarget Target { get; } = new("vmware", Write);

    private static PlatformOutput Write(PlatformWriteRequest request)
    {
        CpuDefinition cpu = WriterRules.Guest(request, Platform);
        WriterRules.NoPhysBits(cpu, Platform, Messages.Way_None);
        WriterRules.NoVendorId(cpu, Platform);
        VmxCpu made = VmxCpuid.For(cpu, VmxSyntax.Masks, host: null, request.Map);
        string text = made.Format();
        return text.Length == 0
            ? throw WriterRules.Refuse(CpuRule.InvalidArgument, null, Text.Of(Messages.Write_Nothing, Platform))
            : new PlatformOutput(".vmx", text,
                [.. WriterRules.Frame(cpu, "fallback", "check"),
                    .. made.Lost.Select(l => new StatementRemark(StatementRemarkKind.NotWritten, l))]);
    }
}
