using NVirt.Cpu.Map;
using NVirt.Cpu.Probe;

namespace NVirt.Cpu.X86;

internal sealed partial class X86Driver
{
    /// <summary>What QEMU says the host is, as a guest definition (cpu-core.md 4.12).</summary>
    public override CpuDefinition HostModelOf(QemuReplies replies, bool useDefinitions = true)
    {
        ArgumentNullException.ThrowIfNull(replies);
        CpuDefinition stub = new() { Fallback = CpuFallback.Forbid };
        return Decode(stub, DataOf(_map, replies), useDefinitions ? replies.Definitions : null);
    }

    /// <summary>The features that QEMU gives, its vendor and its signature.</summary>
    internal static X86CpuData DataOf(X86Map map, QemuReplies replies)
    {
        List<X86Item> items = [];
        long family = 0;
        long model = 0;
        long stepping = 0;
        foreach (QemuProperty property in replies.Properties)
        {
            switch (property)
            {
                case { Value: true }:
                    items.AddRange(DataOfFeature(map, QemuNames.ToMap(property.Name))?.Items ?? []);
                    break;
                case { Name: "vendor", Value: string { Length: 12 } id }:
                    items.Add(X86Vendor.ItemOf(id));
                    break;
                case { Name: "family", Value: long number }:
                    family = number;
                    break;
                case { Name: "model", Value: long number }:
                    model = number;
                    break;
                case { Name: "stepping", Value: long number }:
                    stepping = number;
                    break;
                default:
                    break;
            }
        }

        if (family != 0)
        {
            items.Add(X86Item.Cpuid(1, 0, eax: X86Signature.ToEax(new CpuSignature((uint)family, (uint)model, (uint)stepping))));
        }

        return X86CpuData.Create(items);
    }
}
