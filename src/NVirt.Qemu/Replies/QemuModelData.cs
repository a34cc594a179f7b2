using NVirt.Cpu;
using NVirt.Cpu.X86;

namespace NVirt.Qemu.Replies;

/// <summary>The raw data of what QEMU reports about a model.</summary>
internal static class QemuModelData
{
    /// <summary>The features that QEMU gives, its vendor and its signature.</summary>
    public static X86CpuData Of(CpuDriver driver, QemuReplies replies)
    {
        CpuData features = driver.Advanced.DataOf(replies.Properties.Where(p => p.Value is true).Select(p => QemuNames.ToMap(p.Name)));
        List<X86Item> items = [.. ((X86CpuData)features).Items];
        if (Find<string>(replies, "vendor") is { Length: 12 } id)
        {
            items.Add(X86Vendor.ItemOf(id));
        }

        uint family = NumberOf(replies, "family");
        if (family != 0)
        {
            CpuSignature signature = new(family, NumberOf(replies, "model"), NumberOf(replies, "stepping"));
            items.Add(X86Item.Cpuid(1, 0, eax: X86Signature.ToEax(signature)));
        }

        return X86CpuData.Create(items);
    }

    private static uint NumberOf(QemuReplies replies, string name) =>
        replies.Properties.LastOrDefault(p => p.Name == name && p.Value is long)?.Value is long number ? (uint)number : 0;

    private static T? Find<T>(QemuReplies replies, string name)
        where T : class => replies.Properties.LastOrDefault(p => p.Name == name)?.Value as T;
}
