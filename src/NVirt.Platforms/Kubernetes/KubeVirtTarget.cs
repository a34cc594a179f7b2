using System.Text;
using NVirt.Cpu;

namespace NVirt.Platforms.Kubernetes;

/// <summary>Writes a guest for KubeVirt and Harvester, the default of the cluster, and a label for the nodes of a pool.</summary>
internal static class KubeVirtTarget
{
    private const string Platform = "KubeVirt";

    public static PlatformTarget Target { get; } = new("kubevirt", Write);

    private static PlatformOutput Write(PlatformWriteRequest request)
    {
        CpuDefinition cpu = WriterRules.Guest(request, Platform);
        string model = cpu.Mode switch
        {
            CpuMode.HostPassthrough => "host-passthrough",
            CpuMode.HostModel => "host-model",
            CpuMode.Maximum => throw WriterRules.Refuse(
                CpuRule.ModelRequired, null, NVirt.Xml.Text.Of(Messages.Write_NoModel, Platform)),
            _ => WriterRules.Model(request, cpu, Platform),
        };
        WriterRules.NoVendorId(cpu, Platform);
        WriterRules.NoPhysBits(cpu, Platform, Messages.Way_None);
        WriterRules.Policies(
            request, cpu, Platform, string.Empty, CpuPolicy.Force, CpuPolicy.Require, CpuPolicy.Optional, CpuPolicy.Disable,
                CpuPolicy.Forbid);
        StringBuilder text = new();
        text.Append("spec:\n  template:\n    spec:\n      domain:\n        cpu:\n          model: ").Append(model).Append('\n');
        if (cpu.Features.Count > 0)
        {
            text.Append("          features:\n");
            foreach (CpuFeature feature in cpu.Features)
            {
                text.Append("          - name: ").Append(feature.Name).Append('\n');
                text.Append("            policy: ").Append(CpuWords.Of(feature.Policy ?? CpuPolicy.Require)).Append('\n');
            }
        }

        string pool = request.Name ?? "nvirt";
        return new PlatformOutput(
            [
                new PlatformFile("VirtualMachine", text.ToString()),
                new PlatformFile("KubeVirt", $"spec:\n  configuration:\n    cpuModel: {model}\n"),
                new PlatformFile("/etc/kubernetes/node-feature-discovery/features.d/nvirt", $"nvirt/pool={pool}\n"),
            ],
            [.. WriterRules.Frame(cpu)]);
    }
}
