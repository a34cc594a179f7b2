using NVirt.Cpu;
using NVirt.Platforms.Qemu;

namespace NVirt.Platforms.OVirt;

/// <summary>Writes the verb of a type, and the whole type for ServerCPUList.</summary>
internal static class OVirtTarget
{
    private const string Platform = "oVirt";

    public static PlatformTarget Target { get; } = new("ovirt", Write);

    private static PlatformOutput Write(PlatformWriteRequest request)
    {
        CpuDefinition cpu = WriterRules.Guest(request, Platform);
        WriterRules.NoVendorId(cpu, Platform);
        WriterRules.NoPhysBits(cpu, Platform, Messages.Way_None);
        string model = WriterRules.Model(request, cpu, Platform);
        WriterRules.Policies(request, cpu, Platform, WriterRules.Only("+NAME, -NAME"), CpuPolicy.Require, CpuPolicy.Disable);
        string verb = string.Join(',', cpu.Features
            .Select(f => (f.Policy == CpuPolicy.Disable ? "-" : "+")
                + (QemuWords.Find(f.Name) ?? throw WriterRules.NoName(Platform, f.Name)))
            .Prepend(model));
        string? vendor = request.TheMap.FindModel(model)?.Vendor switch
        {
            "Intel" => "vmx",
            "AMD" or "Hygon" => "svm",
            _ => null,
        };
        PlatformFile first = new("custom CPU", verb + "\n");
        if (vendor is null)
        {
            return new PlatformOutput([first], [.. WriterRules.Frame(cpu)]);
        }

        // The flags of a type are those that vdsm reports: libvirt's names.
        IEnumerable<string> flags = cpu.Features.Where(f => f.Policy != CpuPolicy.Disable).Select(f => f.Name).Prepend("model_"
            + model).Prepend(vendor);
        return new PlatformOutput(
            [first, new PlatformFile("ServerCPUList", $"1:{request.Name ?? "NVirt " + model}:{string.Join(',', flags)}:{verb}:x86_64\n")],
            [.. WriterRules.Frame(cpu)]);
    }
}
